"""The ledger's steps as Lua, each atomic in Redis.

Keys: `<prefix>:row:<id>` hash, `<prefix>:due` id → due time, `<prefix>:quarantine` id → time, `<prefix>:books` counts.
Times are milliseconds since 1970, given by the caller. A row that is open is in `due`, and only then.
"""

_HEAD = """
local prefix, now = ARGV[1], tonumber(ARGV[2])
local due, books = prefix .. ':due', prefix .. ':books'
local function row(id) return prefix .. ':row:' .. id end
local function is_open(id) return redis.call('HGET', row(id), 'state') == 'open' end
local function is_held(id, holder)
  return is_open(id) and redis.call('HGET', row(id), 'holder') == holder
end
local function finish(id, state, uri, reason, keep)
  -- ZREM stands first: a full Redis lets a script go on that began with a command that needs no memory,
  -- and closing rows is what frees it.
  redis.call('ZREM', due, id)
  if state == 'quarantined' then
    redis.call('ZADD', prefix .. ':quarantine', now, id)
  else
    redis.call('HDEL', row(id), 'content')
    redis.call('EXPIRE', row(id), keep)
  end
  redis.call('HSET', row(id), 'state', state, 'uri', uri, 'reason', reason, 'closed_at', now, 'lease_until', 0)
  redis.call('HINCRBY', books, state, 1)
end
local function reopen(id, at, reason)
  redis.call('ZADD', due, at, id)
  redis.call('HSET', row(id), 'lease_until', 0, 'holder', '', 'last_error', reason)
end
"""

# ARGV: prefix, now, most open rows, then for each document: id, number of values, field, value, …
ACCEPT = (
    _HEAD
    + """
local taken, at, documents = {}, 4, {}
while at <= #ARGV do
  local count = tonumber(ARGV[at + 1])
  documents[#documents + 1] = at
  at = at + 2 + count
end
if redis.call('ZCARD', due) + #documents > tonumber(ARGV[3]) then return {-1} end
for index, start in ipairs(documents) do
  local id = ARGV[start]
  if redis.call('EXISTS', row(id)) == 1 then
    taken[index] = 0
  else
    redis.call('HSET', row(id), 'state', 'open', 'accepted_at', now, 'attempts', 0, 'lease_until', 0, 'holder', '')
    for i = start + 2, start + 1 + tonumber(ARGV[start + 1]), 2 do
      redis.call('HSET', row(id), ARGV[i], ARGV[i + 1])
    end
    redis.call('ZADD', due, now, id)
    redis.call('HINCRBY', books, 'accepted', 1)
    taken[index] = 1
  end
end
return taken
"""
)

# ARGV: prefix, now, lease in ms, most attempts, holder, id, …
CLAIM = (
    _HEAD
    + """
local lease, most, holder, claimed = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], {}
for i = 6, #ARGV do
  local id = ARGV[i]
  if is_open(id) and tonumber(redis.call('HGET', row(id), 'lease_until')) <= now then
    local attempts = tonumber(redis.call('HGET', row(id), 'attempts'))
    if attempts >= most then
      local last = redis.call('HGET', row(id), 'last_error')
      finish(id, 'quarantined', '', last or ('the worker died ' .. attempts .. ' times over it'), 0)
    else
      redis.call('HSET', row(id), 'attempts', attempts + 1, 'lease_until', now + lease, 'holder', holder, 'claimed_at', now)
      redis.call('ZADD', due, now + lease, id)
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
    _HEAD
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

# ARGV: prefix, now, most attempts, holder, reason, id, …
FAIL = (
    _HEAD
    + """
for i = 6, #ARGV do
  local id = ARGV[i]
  if is_held(id, ARGV[4]) then
    if tonumber(redis.call('HGET', row(id), 'attempts')) >= tonumber(ARGV[3]) then
      finish(id, 'quarantined', '', ARGV[5], 0)
    else
      reopen(id, now, ARGV[5])
    end
  end
end
"""
)

# ARGV: prefix, now, delay in ms, holder, reason, id, …
RELEASE = (
    _HEAD
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

# ARGV: prefix, now, ms to put off, most rows
RECONCILE = (
    _HEAD
    + """
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, tonumber(ARGV[4]))) do
  redis.call('ZADD', due, now + tonumber(ARGV[3]), id)
  found[#found + 1] = id
  found[#found + 1] = redis.call('HGET', row(id), 'attempts') or '0'
  found[#found + 1] = redis.call('HSTRLEN', row(id), 'content')
end
return found
"""
)

# ARGV: prefix, now
BOOKS = (
    _HEAD
    + """
local counts = redis.call('HMGET', books, 'accepted', 'indexed', 'duplicate', 'rejected', 'quarantined')
counts[#counts + 1] = redis.call('ZCARD', due)
return counts
"""
)
