-- RQ: a list of ids, a hash for each job, and a sorted set of the failed whose scores say when they are forgotten.
local QUEUE, FAILED, STARTED, QUEUES = KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local NOW = ARGV[#ARGV] -- as RQ writes times

-- A time of RQ, such as 2026-01-31T12:00:00.123456Z, in microseconds; nothing if it is none.
local function moment(text)
  local pattern = '^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)%.?(%d*)Z$'
  local year, month, day, hour, minute, second, part = string.match(text or '', pattern)
  if not year then
    return nil
  end
  year, month = tonumber(year), tonumber(month)
  if month < 3 then
    year, month = year - 1, month + 12
  end
  -- days since 1970 of a year that begins in March
  local days = 365 * year + math.floor(year / 4) - math.floor(year / 100) + math.floor(year / 400)
    + math.floor((153 * (month - 3) + 2) / 5) + tonumber(day) - 1 - 719468
  local seconds = days * 86400 + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
  return seconds * 1000000 + tonumber(string.sub(part .. '000000', 1, 6))
end

-- Those that RQ would not forget now.
local function failures()
  return call('ZCARD', FAILED) - call('ZCOUNT', FAILED, 0, time[1])
end

local function found()
  set('bound', '+inf')
  set('since', MICROS)
  return failures()
end

local function left()
  return behind(FAILED)
end

local function move(most, mostRedrives)
  local entries = ahead(FAILED, most)
  local gone, ids, retrying, quarantined = {}, {}, {}, {}
  for i = 1, #entries, 2 do
    local id, score = entries[i], entries[i + 1]
    local key = 'rq:job:' .. id
    local job = call('HMGET', key, 'levqor', 'ended_at', 'ttl', 'created_at')
    local times, run = marks(job[1])
    local stays = not job[4] or run == state.run or (moment(job[2]) or 0) > number('since')
    passed(score, stays)
    if not stays then
      gone[#gone + 1] = id
      if times >= mostRedrives then
        call('PERSIST', key)
        call('PERSIST', 'rq:results:' .. id)
        quarantined[#quarantined + 1] = score
        quarantined[#quarantined + 1] = id
      else
        call('HSET', key, 'status', 'queued', 'started_at', '', 'ended_at', '', 'enqueued_at', NOW,
          'levqor', (times + 1) .. ' ' .. state.run .. ' ' .. MILLIS_TEXT)
        call('HDEL', key, 'exc_info')
        if tonumber(job[3] or '0') > 0 then
          call('EXPIRE', key, job[3])
        else
          call('PERSIST', key)
        end
        ids[#ids + 1] = id
        retrying[#retrying + 1] = MILLIS_TEXT
        retrying[#retrying + 1] = id
      end
    end
  end
  push('RPUSH', QUEUE, ids)
  push('ZADD', RETRYING, retrying)
  push('ZADD', QUARANTINE, quarantined)
  push('ZREM', FAILED, gone)
  if #ids > 0 then
    call('SADD', QUEUES, QUEUE)
  end
  add('moved', #ids)
  add('quarantined', #quarantined / 2)
  return #entries >= most * 2
end

local function prune(offset)
  return pruned(offset, function(id)
    return call('HGET', 'rq:job:' .. id, 'status') ~= 'queued'
  end)
end

-- When a job got into a state, in milliseconds; now if it does not say.
local function since(id, field)
  local at = id and moment(call('HGET', 'rq:job:' .. id, field) or '')
  return at and math.floor(at / 1000) or MILLIS
end

local function dead()
  local first = call('ZRANGE', FAILED, 0, 0)[1]
  return {failures(), call('ZCARD', RETRYING), call('ZCARD', QUARANTINE), since(first, 'ended_at'), MILLIS}
end

local function depth()
  local oldest = since(call('LINDEX', QUEUE, 0), 'enqueued_at')
  return {call('LLEN', QUEUE), call('ZCARD', STARTED), oldest, MILLIS}
end
