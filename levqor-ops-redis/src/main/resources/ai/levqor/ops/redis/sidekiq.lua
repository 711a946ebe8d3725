-- Sidekiq: lists and sorted sets of whole jobs, each a JSON text. Texts are edited outside; here each goes where it is to go, if
-- it is still where it was seen.
local DEAD, RETRY, QUEUES, PROCESSES = KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local FIRST_QUEUE = 8
local WITH_RETRY = ARGV[#ARGV] == '1'
local JOB = 6 -- words for each job in a move

local function source()
  return number('phase') == 0 and DEAD or RETRY
end

local function found()
  bounded(DEAD)
  set('phase', 0)
  set('since', MICROS)
  return call('ZCARD', DEAD) + (WITH_RETRY and call('ZCARD', RETRY) or 0)
end

local function left()
  return behind(source()) + ((WITH_RETRY and number('phase') == 0) and call('ZCARD', RETRY) or 0)
end

-- What comes next, and what is needed to decide on it; nothing comes where no redrive is known, as after its beginning was lost.
local function look(most)
  local entries = state.name and ahead(source(), most) or {}
  return {state.run or '0', state.since or '0', number('phase'), entries}
end

-- Words of a job: its text, its score, what to do, its queue, its new text, and by what to know it.
local function move(most)
  local zset = source()
  local last = #ARGV - 1
  local done, seen = 0, 0
  for i = 7, last, JOB do
    if done == most then
      break
    end
    local text, score, what, queue = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
    seen = seen + 1
    if call('ZSCORE', zset, text) then
      local stays = what == 'stay' or (number('phase') == 0 and not within(text, score))
      passed(score, stays)
      if not stays then
        done = done + 1
        if what == 'move' then
          call('LPUSH', 'queue:' .. queue, ARGV[i + 4])
          call('SADD', QUEUES, queue)
          call('ZADD', RETRYING, string.match(ARGV[i + 5], '^%d+'), ARGV[i + 5] .. ' ' .. queue)
          add('moved', 1)
        else
          call('ZADD', QUARANTINE, score, text)
          add('quarantined', 1)
        end
        call('ZREM', zset, text)
      end
    end
  end
  if seen >= tonumber(ARGV[5]) or most == 0 then
    return true
  end
  halt()
  if WITH_RETRY and number('phase') == 0 then
    set('phase', 1)
    set('from', '-inf')
    set('skip', 0)
    set('bound', '+inf')
    return true
  end
  return false
end

-- A time of Sidekiq in milliseconds: seconds until version 7, milliseconds from version 8 on.
local function moment(value)
  value = tonumber(value)
  if not value then
    return nil
  end
  return value > 100000000000 and value or value * 1000
end

-- Since when the job that is next in a queue waits; nothing if none does.
local function waitsSince(queue)
  local text = call('LINDEX', queue, -1)
  if not text then
    return nil
  end
  local sound, job = pcall(cjson.decode, text)
  return sound and type(job) == 'table' and moment(job.enqueued_at) or MILLIS
end

local function prune(offset)
  local next = {}
  return pruned(offset, function(id)
    local micros, queue = string.match(id, '^(%d+) %S+ (.*)$')
    if next[queue] == nil then
      next[queue] = waitsSince('queue:' .. queue) or false
    end
    return not next[queue] or tonumber(micros) / 1000 < next[queue] - 0.0005
  end)
end

local function dead()
  local oldest = call('ZRANGE', DEAD, 0, 0, 'WITHSCORES')[2]
  local count = call('ZCARD', DEAD) + (WITH_RETRY and call('ZCARD', RETRY) or 0)
  local since = oldest and math.floor(tonumber(oldest) * 1000) or MILLIS
  return {count, call('ZCARD', RETRYING), call('ZCARD', QUARANTINE), since, MILLIS}
end

-- The jobs of our queues in the hands of workers, as these last said.
local function inFlight()
  local ours, count = {}, 0
  for i = FIRST_QUEUE, #KEYS do
    ours[KEYS[i]] = true
  end
  for _, process in ipairs(call('SMEMBERS', PROCESSES)) do
    for _, place in ipairs({':work', ':workers'}) do
      for _, text in ipairs(call('HVALS', process .. place)) do
        local sound, work = pcall(cjson.decode, text)
        if sound and (ours[work.queue] or ours['queue:' .. tostring(work.queue)]) then
          count = count + 1
        end
      end
    end
  end
  return count
end

local function depth()
  local ready, oldest = 0, MILLIS
  for i = FIRST_QUEUE, #KEYS do
    ready = ready + call('LLEN', KEYS[i])
    oldest = math.min(oldest, math.floor(waitsSince(KEYS[i]) or MILLIS))
  end
  return {ready, inFlight(), oldest, MILLIS}
end
