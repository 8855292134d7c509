"""The states of feeds as Lua, each step atomic in Redis.

    <prefix>:feeds:due           feed id → when it is due, in ms since 1970; when its lease ends, while it is leased;
                                 +inf, never, when it is gone
    <prefix>:feeds:leases        feed id → who polls it
    <prefix>:feeds:state:<id>    how polling goes (feed_states_codec.py)
    <prefix>:feeds:seen:<id>     digests of entries, 8 bytes each, the latest first

A lease that ended needs nobody who notices: its feed is due again.
"""

from services.redis_client import ALSO_WHEN_FULL

_HEAD = """
local feeds, now = ARGV[1] .. ':feeds:', tonumber(ARGV[2])
local due, leases = feeds .. 'due', feeds .. 'leases'
local function state(id) return feeds .. 'state:' .. id end
local function is_held(id, holder) return redis.call('HGET', leases, id) == holder end
local function queue(id, at)
  redis.call('ZADD', due, at, id)
  redis.call('HDEL', leases, id)
end
"""

# ARGV: prefix, now, then for each: id, due
SCHEDULE = (
    _HEAD
    + """
for i = 3, #ARGV, 2 do redis.call('ZADD', due, 'NX', ARGV[i + 1], ARGV[i]) end
"""
)

# ARGV: prefix, now, most, lease in ms, holder
LEASE = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local ends, leased = now + tonumber(ARGV[4]), {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, tonumber(ARGV[3]))) do
  redis.call('ZADD', due, ends, id)
  redis.call('HSET', leases, id, ARGV[5])
  leased[#leased + 1] = id
  leased[#leased + 1] = redis.call('GET', state(id)) or ''
end
return leased
"""
)

# ARGV: prefix, now, holder, then for each: id, due, state
FINISH = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local finished = {}
for i = 4, #ARGV, 3 do
  local id = ARGV[i]
  if is_held(id, ARGV[3]) then
    redis.call('SET', state(id), ARGV[i + 2])
    queue(id, ARGV[i + 1])
    finished[#finished + 1] = 1
  else
    finished[#finished + 1] = 0
  end
end
return finished
"""
)

# ARGV: prefix, now, holder, then for each: id, due
RELEASE = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
for i = 4, #ARGV, 2 do
  if is_held(ARGV[i], ARGV[3]) then queue(ARGV[i], ARGV[i + 1]) end
end
"""
)

# A lease that ended is over, whoever is named there. ARGV: prefix, now, id, …
HASTEN = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
for i = 3, #ARGV do
  local id = ARGV[i]
  local at = tonumber(redis.call('ZSCORE', due, id) or '-inf')
  if at > now and redis.call('HEXISTS', leases, id) == 0 then redis.call('ZADD', due, now, id) end
end
"""
)

# ARGV: prefix, now, id, …
FORGET = """
local feeds = ARGV[1] .. ':feeds:'
for i = 3, #ARGV do
  local id = ARGV[i]
  redis.call('ZREM', feeds .. 'due', id)
  redis.call('HDEL', feeds .. 'leases', id)
  redis.call('DEL', feeds .. 'state:' .. id, feeds .. 'seen:' .. id)
end
"""

# ARGV: prefix, now, key, most digests at least, seconds to keep, digests
NOTE_SEEN = """
local SIZE = 8
local key, latest, kept = ARGV[3], {}, {}
local function take(digests, most)
  for i = 1, #digests, SIZE do
    if #latest >= most then return end
    local digest = string.sub(digests, i, i + SIZE - 1)
    if not kept[digest] then
      kept[digest] = true
      latest[#latest + 1] = digest
    end
  end
end
take(ARGV[6], #ARGV[6])
take(redis.call('GET', key) or '', math.max(2 * #latest, tonumber(ARGV[4])))
redis.call('SET', key, table.concat(latest), 'EX', ARGV[5])
"""
