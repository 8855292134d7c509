"""The ledger's steps as Lua, each atomic in Redis.

Keys: `<prefix>:row:<id>` hash, `<prefix>:due` id → due time and `<prefix>:links` the same for rows whose page has to be
fetched first, `<prefix>:quarantine` id → time, `<prefix>:books` counts. Times are milliseconds since 1970, given by the
caller. A row that is open is in one of `due` and `links`, and only then.

Redis undoes nothing of a script that fails half way, so each fails before it writes or not at all: a key of a wrong
type is met in `_HEAD`, and a full Redis refuses the first write alone (see `ALSO_WHEN_FULL`).
"""

from services.model import LINK
from services.redis_client import ALSO_WHEN_FULL

_HEAD = (
    f"local link = '{LINK}'"
    """
local prefix, now = ARGV[1], tonumber(ARGV[2])
local due, links = prefix .. ':due', prefix .. ':links'
local books, quarantine = prefix .. ':books', prefix .. ':quarantine'
local open = redis.call('ZCARD', due) + redis.call('ZCARD', links)
redis.call('ZCARD', quarantine)
redis.call('HLEN', books)
local function row(id) return prefix .. ':row:' .. id end
local function is_open(id) return redis.call('HGET', row(id), 'state') == 'open' end
local function is_held(id, holder)
  local found = redis.call('HMGET', row(id), 'state', 'lease_until', 'holder')
  return found[1] == 'open' and found[2] ~= '0' and found[3] == holder
end
local function lane(id) return redis.call('HGET', row(id), 'kind') == link and links or due end
local function finish(id, state, uri, reason, keep)
  redis.call('ZREM', lane(id), id)
  if state == 'quarantined' then
    redis.call('ZADD', quarantine, now, id)
  else
    redis.call('HDEL', row(id), 'content', 'entry')
    redis.call('EXPIRE', row(id), keep)
  end
  redis.call('HSET', row(id), 'state', state, 'uri', uri, 'reason', reason, 'closed_at', now, 'lease_until', 0)
  redis.call('HINCRBY', books, state, 1)
end
local function reopen(id, at, reason)
  redis.call('ZADD', lane(id), at, id)
  redis.call('HSET', row(id), 'lease_until', 0, 'holder', '', 'last_error', reason)
end
"""
)

_ROOM = """
local function has_room(size, share)
  local memory = redis.call('INFO', 'memory')
  local used, most = tonumber(memory:match('used_memory:(%d+)')), tonumber(memory:match('maxmemory:(%d+)') or 0)
  return most == 0 or used + size <= most * share
end
"""

TOO_MANY_OPEN, TOO_LITTLE_MEMORY = [-1], [-2]
"""What ACCEPT and REPLACE return when they took none."""

# ARGV: prefix, now, most open rows, share of maxmemory, then for each document: id, number of values, field, value, …
ACCEPT = (
    _HEAD
    + _ROOM
    + """
local documents, is_new, new, size, at = {}, {}, 0, 0, 5
while at <= #ARGV do
  local id, last = ARGV[at], at + 1 + tonumber(ARGV[at + 1])
  documents[#documents + 1] = {id, at + 2, last}
  if not is_new[id] and redis.call('EXISTS', row(id)) == 0 then
    is_new[id], new = true, new + 1
    for i = at + 2, last do size = size + #ARGV[i] end
  end
  at = last + 1
end
if new > 0 then
  -- A batch that is larger than the bound by itself would wait for ever: it is taken when nothing else is open.
  if open > 0 and open + new > tonumber(ARGV[3]) then return {-1} end
  if not has_room(size, tonumber(ARGV[4])) then return {-2} end
end
local taken = {}
for index, document in ipairs(documents) do
  local id, first, last = document[1], document[2], document[3]
  taken[index] = is_new[id] and 1 or 0
  if is_new[id] then
    is_new[id] = nil
    redis.call('HSET', row(id), 'state', 'open', 'accepted_at', now, 'attempts', 0, 'lease_until', 0, 'holder', '')
    for i = first, last, 2 do redis.call('HSET', row(id), ARGV[i], ARGV[i + 1]) end
    redis.call('ZADD', lane(id), now, id)
    redis.call('HINCRBY', books, 'accepted', 1)
  end
end
return taken
"""
)

# ARGV: prefix, now, holder, share of maxmemory, then for each document as ACCEPT
REPLACE = (
    _HEAD
    + _ROOM
    + """
local size = 0
for at = 5, #ARGV do size = size + #ARGV[at] end
if not has_room(size, tonumber(ARGV[4])) then return {-2} end
local replaced, at = {}, 5
while at <= #ARGV do
  local id, last = ARGV[at], at + 1 + tonumber(ARGV[at + 1])
  if is_held(id, ARGV[3]) then
    local accepted_at = redis.call('HGET', row(id), 'accepted_at')
    redis.call('ZREM', lane(id), id)
    redis.call('DEL', row(id))
    redis.call('HSET', row(id), 'state', 'open', 'accepted_at', accepted_at, 'attempts', 0, 'lease_until', 0)
    redis.call('HSET', row(id), 'holder', '', unpack(ARGV, at + 2, last))
    redis.call('ZADD', lane(id), now, id)
    replaced[#replaced + 1] = 1
  else
    replaced[#replaced + 1] = 0
  end
  at = last + 1
end
return replaced
"""
)

# ARGV: prefix, now, lease in ms, holder, most attempts, for each attempt (from 0) the most ids with it, id, …
CLAIM = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local ends, holder, most, claimed = now + tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), {}
local company = #ARGV - 5 - most
for i = 6 + most, #ARGV do
  local id = ARGV[i]
  if is_open(id) and tonumber(redis.call('HGET', row(id), 'lease_until')) <= now then
    local attempts = tonumber(redis.call('HGET', row(id), 'attempts'))
    if attempts >= most then
      local before = redis.call('HGET', row(id), 'last_error') or ''
      local reason = 'the worker died, or took too long, over it at attempt ' .. attempts
      finish(id, 'quarantined', '', before == '' and reason or reason .. '; before that: ' .. before, 0)
    elseif attempts == 0 or company <= tonumber(ARGV[6 + attempts]) then
      redis.call('HSET', row(id), 'attempts', attempts + 1, 'holder', holder, 'claimed_at', now, 'lease_until', ends)
      redis.call('ZADD', lane(id), ends, id)
      claimed[#claimed + 1] = id
      claimed[#claimed + 1] = redis.call('HGETALL', row(id))
    end
  end
end
return claimed
"""
)

# ARGV: prefix, now, seconds to keep a closed row, then for each: id, outcome, uri, reason
CLOSE = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local closed = {}
for i = 4, #ARGV, 4 do
  if is_open(ARGV[i]) then
    finish(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[3])
    closed[#closed + 1] = 1
  else
    closed[#closed + 1] = 0
  end
end
return closed
"""
)

# ARGV: prefix, now, most attempts, delay in ms, holder, reason, id, …
FAIL = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
for i = 7, #ARGV do
  local id = ARGV[i]
  if is_held(id, ARGV[5]) then
    if tonumber(redis.call('HGET', row(id), 'attempts')) >= tonumber(ARGV[3]) then
      finish(id, 'quarantined', '', ARGV[6], 0)
    else
      reopen(id, now + tonumber(ARGV[4]), ARGV[6])
    end
  end
end
"""
)

# ARGV: prefix, now, delay in ms, holder, reason, id, …
RELEASE = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
for i = 6, #ARGV do
  local id = ARGV[i]
  if is_held(id, ARGV[4]) then
    redis.call('HINCRBY', row(id), 'attempts', -1)
    reopen(id, now + tonumber(ARGV[3]), ARGV[5])
  end
end
"""
)

# ARGV: prefix, now, ms to put off, most rows, lane
RECONCILE = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local found, wanted = {}, ARGV[5] == 'links' and links or due
for _, id in ipairs(redis.call('ZRANGEBYSCORE', wanted, '-inf', now, 'LIMIT', 0, tonumber(ARGV[4]))) do
  if is_open(id) then
    redis.call('ZADD', wanted, now + tonumber(ARGV[3]), id)
    found[#found + 1] = id
    found[#found + 1] = redis.call('HGET', row(id), 'attempts')
    found[#found + 1] = redis.call('HSTRLEN', row(id), 'content')
  else
    -- Somebody removed the row. It gets an outcome all the same, or it would be open for ever.
    redis.call('HSET', row(id), 'accepted_at', now)
    redis.call('ZREM', wanted, id)
    finish(id, 'quarantined', '', 'its row is gone from Redis', 0)
  end
end
return found
"""
)

# ARGV: prefix, now
BOOKS = (
    _HEAD
    + """
local counts = redis.call('HMGET', books, 'accepted', 'indexed', 'revised', 'duplicate', 'rejected', 'quarantined')
counts[#counts + 1] = open
return counts
"""
)
