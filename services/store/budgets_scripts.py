"""Politeness as Lua, each step atomic in Redis.

    <prefix>:budget:turns:<host>    holder → when the turn is free at the latest, in ms since 1970
    <prefix>:budget:pace:<name>     hash of a tenant, a platform, or a host that asks for a pace (`next`: no request
                                    before, `promised`: the last one that was told to wait will come then, `gap`: ms
                                    between requests as learned at `slowed`, `asked`: ms that robots.txt asks for,
                                    `shut`: no request before, as Retry-After asks)

A gap that was learned wears off by halves (a request a second after a 429 is one in two seconds, after another one in
four), so that nothing has to be counted when all goes well. Keys expire when they say nothing any more.
"""

from services.redis_client import ALSO_WHEN_FULL

_HEAD = """
local budget, now = ARGV[1] .. ':budget:', tonumber(ARGV[2])
local function turns(host) return budget .. 'turns:' .. host end
local function pace(name) return budget .. 'pace:' .. name end
local function gap_of(found, usual, half_life)
  local gap = usual
  if found[1] then
    local excess = tonumber(found[1]) - usual
    if excess > 0 then gap = usual + excess * 0.5 ^ ((now - tonumber(found[2])) / half_life) end
  end
  return math.max(gap, tonumber(found[3] or 0))
end
"""

# ARGV: prefix, now, turn in ms, half-life in ms, ms to keep, most ms to promise, holder, then for each request: its
# name, host, most turns, number of paces, and for each of those its name and usual gap in ms
ENTER = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
local turn, half_life, keep = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local most_promised, holder = tonumber(ARGV[6]), ARGV[7]
local BUSY = 250
local waits, at = {}, 8
while at <= #ARGV do
  local request, host, most, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local paces, free = {}, now
  for i = 1, count do
    local name, usual = ARGV[at + 2 + 2 * i], tonumber(ARGV[at + 3 + 2 * i])
    local found = redis.call('HMGET', pace(name), 'gap', 'slowed', 'asked', 'next', 'shut', 'promised')
    local next, shut, promised = tonumber(found[4] or 0), tonumber(found[5] or 0), tonumber(found[6] or 0)
    local each = {name, gap_of(found, usual, half_life), next, shut, promised}
    free = math.max(free, each[3], each[4])
    paces[i] = each
  end
  at = at + 4 + 2 * count
  redis.call('ZREMRANGEBYSCORE', turns(host), '-inf', now)
  local mine = holder .. ' ' .. request
  local is_held = redis.call('ZSCORE', turns(host), mine)
  local is_full = redis.call('ZCARD', turns(host)) >= most
  if is_held or (free <= now and not is_full) then
    if not is_held then
      for _, each in ipairs(paces) do
        if each[2] > 0 then
          redis.call('HSET', pace(each[1]), 'next', string.format('%.0f', now + each[2]))
          redis.call('PEXPIRE', pace(each[1]), keep)
        end
      end
    end
    redis.call('ZADD', turns(host), now + turn, mine)
    redis.call('PEXPIRE', turns(host), turn)
    waits[#waits + 1] = 0
  else
    -- Those that wait are told times one after the other, or all would come back at once. No turn is kept for them.
    local wait = math.max(free - now, is_full and BUSY or 1)
    for _, each in ipairs(paces) do
      if each[2] > 0 then
        local from = math.max(each[3], each[4], now)
        local promised = math.min(math.max(each[5], from) + each[2], from + most_promised)
        redis.call('HSET', pace(each[1]), 'promised', string.format('%.0f', promised))
        redis.call('PEXPIRE', pace(each[1]), keep)
        wait = math.max(wait, promised - each[2] - now)
      end
    end
    waits[#waits + 1] = string.format('%.0f', math.ceil(wait))
  end
end
return waits
"""
)

# ARGV: prefix, now, holder, then for each request: its name, host
LEAVE = """
local budget = ARGV[1] .. ':budget:'
for i = 4, #ARGV, 2 do
  redis.call('ZREM', budget .. 'turns:' .. ARGV[i + 1], ARGV[3] .. ' ' .. ARGV[i])
end
"""

# ARGV: prefix, now, half-life, ms to keep, most gap, name to shut, ms to shut it, then for each: name, usual gap, least
# gap to lengthen, by what factor
SLOW_DOWN = (
    ALSO_WHEN_FULL
    + _HEAD
    + """
for i = 8, #ARGV, 4 do
  local name, usual, least = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local found = redis.call('HMGET', pace(name), 'gap', 'slowed')
  local gap = math.min(math.max(gap_of(found, usual, tonumber(ARGV[3])), least) * ARGV[i + 3], tonumber(ARGV[5]))
  redis.call('HSET', pace(name), 'gap', string.format('%.0f', gap), 'slowed', now)
  redis.call('PEXPIRE', pace(name), ARGV[4])
end
local name, ends = ARGV[6], now + tonumber(ARGV[7])
if ends > tonumber(redis.call('HGET', pace(name), 'shut') or 0) then
  redis.call('HSET', pace(name), 'shut', string.format('%.0f', ends))
  redis.call('PEXPIRE', pace(name), ARGV[4])
end
"""
)

# ARGV: prefix, now, name, ms between requests, ms to keep
PACE = (
    _HEAD
    + """
redis.call('HSET', pace(ARGV[3]), 'asked', ARGV[4])
redis.call('PEXPIRE', pace(ARGV[3]), ARGV[5])
"""
)
