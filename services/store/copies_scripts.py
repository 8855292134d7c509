"""The memory of texts as Lua.

    <prefix>:copies:text:<id>    position in the order of remembering, then what `copies.py` packs
    <prefix>:copies:band:<n>     bucket: band → ids of up to four texts that have it, the earliest
    <prefix>:copies:log          ids in the order of remembering, to forget by
    <prefix>:copies:state        texts so far, bands held, level and next of the buckets, is it whole

A key for each band would cost 100 bytes and more; a small hash costs 16 for each of its fields, as long as it stays
under 128 (hash-max-listpack-entries). So the buckets are split one by one as bands come (Litwin 1980, "Linear
hashing"): each holds 25 to 55 whether there are ten thousand texts or ten million, and a look-up stays one step.
"""

from services.redis_client import ALSO_WHEN_FULL

_HEAD = (
    ALSO_WHEN_FULL
    + """
local near = ARGV[1] .. ':copies:'
local state, log = near .. 'state', near .. 'log'
local found = redis.call('HMGET', state, 'texts', 'bands', 'level', 'next', 'whole')
local texts, bands = tonumber(found[1] or 0), tonumber(found[2] or 0)
local level, next = tonumber(found[3] or 1), tonumber(found[4] or 0)
local function text(id) return near .. 'text:' .. id end
local function number_of(band) return (struct.unpack('>I4', band, 3)) end
local function bucket_of(band)
  local number = number_of(band) % level
  if number < next then number = number_of(band) % (2 * level) end
  return near .. 'band:' .. string.format('%d', number)
end
"""
)

_FORGET = """
local SIZE, ID = 6, 6
local BANDS_COUNT, BANDS_AT = 46, 49
local function forget(id, packed)
  local at = BANDS_AT
  for _ = 1, string.byte(packed, BANDS_COUNT) do
    local band = string.sub(packed, at, at + SIZE - 1)
    local bucket = bucket_of(band)
    local ids = redis.call('HGET', bucket, band)
    if ids then
      local left = {}
      for i = 1, #ids, ID do
        local each = string.sub(ids, i, i + ID - 1)
        if each ~= id then left[#left + 1] = each end
      end
      if #left == 0 then
        bands = bands - redis.call('HDEL', bucket, band)
      else
        redis.call('HSET', bucket, band, table.concat(left))
      end
    end
    at = at + SIZE
  end
  redis.call('DEL', text(id))
end
"""

# ARGV: prefix, ids
FORGET = (
    _HEAD
    + _FORGET
    + """
for i = 2, #ARGV do
  local packed = redis.call('GET', text(ARGV[i]))
  if packed then forget(ARGV[i], packed) end
end
redis.call('HSET', state, 'bands', bands)
"""
)

# ARGV: prefix, forget what was seen before (seconds), then for each text: id, seen (seconds), bands, packed text
MEET = (
    _HEAD
    + _FORGET
    + """
local MOST, FULL = 24, 40
local since = tonumber(ARGV[2])

local function split()
  local from, to = near .. 'band:' .. string.format('%d', next), near .. 'band:' .. string.format('%d', next + level)
  local all = redis.call('HGETALL', from)
  local moved, left = {}, {}
  for i = 1, #all, 2 do
    if number_of(all[i]) % (2 * level) ~= next then
      left[#left + 1] = all[i]
      moved[#moved + 1] = all[i]
      moved[#moved + 1] = all[i + 1]
    end
  end
  if #left > 0 then
    redis.call('HSET', to, unpack(moved))
    redis.call('HDEL', from, unpack(left))
  end
  next = next + 1
  if next == level then level, next = 2 * level, 0 end
end

-- Twice as many as come now, at most: what is old goes as steadily as news comes.
for _ = 1, (#ARGV - 2) / 2 do
  local id = redis.call('LINDEX', log, 0)
  if not id then break end
  local packed = redis.call('GET', text(id))
  if packed then
    if struct.unpack('>I4', packed, 5) >= since then break end
    forget(id, packed)
  end
  redis.call('LPOP', log)
end

local known, meetings = {}, {}
for at = 3, #ARGV, 4 do
  local id, seen, mine, packed = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], ARGV[at + 3]
  local standing = redis.call('GET', text(id))
  local met, ids = {}, {}
  local buckets = {}
  for i = 1, #mine, SIZE do
    local band = string.sub(mine, i, i + SIZE - 1)
    local bucket = bucket_of(band)
    local there = redis.call('HGET', bucket, band)
    buckets[#buckets + 1] = {bucket, band, there}
    for j = 1, #(there or ''), ID do
      local other = string.sub(there, j, j + ID - 1)
      if other ~= id and not met[other] then
        met[other] = true
        ids[#ids + 1] = other
        if known[other] == nil then known[other] = redis.call('GET', text(other)) end
      end
    end
  end
  if not standing and seen >= since then
    texts = texts + 1
    standing = struct.pack('>I4', texts) .. packed
    redis.call('SET', text(id), standing)
    redis.call('RPUSH', log, id)
    known[id] = standing
    for _, each in ipairs(buckets) do
      if not each[3] then
        bands = bands + redis.call('HSET', each[1], each[2], id)
      elseif #each[3] < MOST then
        redis.call('HSET', each[1], each[2], each[3] .. id)
      end
    end
    while bands > FULL * (level + next) do split() end
  end
  meetings[#meetings + 1] = standing and string.sub(standing, 1, 8) or ''
  meetings[#meetings + 1] = table.concat(ids)
end
redis.call('HSET', state, 'texts', texts, 'bands', bands, 'level', level, 'next', next)
local records = {}
for id, packed in pairs(known) do
  if packed then
    records[#records + 1] = id
    records[#records + 1] = packed
  end
end
return {tonumber(found[5] or 0), meetings, records}
"""
)
