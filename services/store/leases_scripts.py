"""What comes due as Lua, each step atomic in Redis; `<group>` is what begins the keys of one kind of it.

    <group>:due           id → when it is due, in ms since 1970; when its lease ends, while it is leased; +inf is never
    <group>:leases        id → who holds it
    <group>:state:<id>    how it went so far

A lease that ended needs nobody who notices: what was leased is due again.
"""

from services.redis_client import ALSO_WHEN_FULL

_HEAD = """
local now = tonumber(ARGV[2])
local due, leases = ARGV[1] .. ':due', ARGV[1] .. ':leases'
local function state(id) return ARGV[1] .. ':state:' .. id end
local function is_held(id, holder) return redis.call('HGET', leases, id) == holder end
local function queue(id, at)
  redis.call('ZADD', due, at, id)
  redis.call('HDEL', leases, id)
end
"""

# ARGV: group, now, then for each: id, due
SCHEDULE = (
    _HEAD
    + """
for i = 3, #ARGV, 2 do redis.call('ZADD', due, 'NX', ARGV[i + 1], ARGV[i]) end
"""
)

# ARGV: group, now, most, lease in ms, holder
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

# ARGV: group, now, holder, then for each: id, due, state
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

# ARGV: group, now, holder, then for each: id, due
RELEASE = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
for i = 4, #ARGV, 2 do
  if is_held(ARGV[i], ARGV[3]) then queue(ARGV[i], ARGV[i + 1]) end
end
"""
)

# A lease that ended is over, whoever is named there. ARGV: group, now, id, …
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

# Those that somebody else holds stay theirs. ARGV: group, now, lease in ms, holder, id, …
CLAIM = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local ends, claimed = now + tonumber(ARGV[3]), {}
for i = 5, #ARGV do
  local id = ARGV[i]
  local at = tonumber(redis.call('ZSCORE', due, id) or '-inf')
  if at <= now or redis.call('HEXISTS', leases, id) == 0 then
    redis.call('ZADD', due, ends, id)
    redis.call('HSET', leases, id, ARGV[4])
    claimed[#claimed + 1] = id
    claimed[#claimed + 1] = redis.call('GET', state(id)) or ''
  end
end
return claimed
"""
)

# ARGV: group, now, id, …
FORGET = (
    _HEAD
    + """
for i = 3, #ARGV do
  local id = ARGV[i]
  redis.call('ZREM', due, id)
  redis.call('HDEL', leases, id)
  redis.call('DEL', state(id))
end
"""
)
