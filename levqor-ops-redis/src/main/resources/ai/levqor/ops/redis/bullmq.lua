-- BullMQ: lists and sorted sets of ids, and a hash for each job beside them.
local META, WAIT, PAUSED, ACTIVE, FAILED = KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local PRIORITIZED, DELAYED, MARKER, COUNTER, EVENTS = KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13]
local BASE = string.sub(WAIT, 1, -5)

local function found()
  bounded(FAILED)
  return call('ZCARD', FAILED)
end

local function left()
  return behind(FAILED)
end

-- A child goes back among those that its parent waits for.
local function adopted(parent, job)
  if parent and call('EXISTS', parent) == 1 then
    if call('ZREM', parent .. ':unsuccessful', job) + call('HDEL', parent .. ':failed', job) > 0 then
      call('SADD', parent .. ':dependencies', job)
    end
  end
end

local function isLifo(opts)
  if not opts or not string.find(opts, '"lifo"', 1, true) then
    return false
  end
  local sound, decoded = pcall(cjson.decode, opts)
  return sound and decoded.lifo == true
end

-- Before BullMQ 6 the jobs of a paused queue waited in a list of their own.
local function waiting(meta)
  local major = tonumber(string.match(meta[3] or '', ':(%d+)') or '0')
  return (meta[1] and major < 6) and PAUSED or WAIT
end

local function move(most, mostRedrives)
  local entries = ahead(FAILED, most)
  local first, last, gone, retrying, quarantined = {}, {}, {}, {}, {}
  local meta = call('HMGET', META, 'paused', 'concurrency', 'version', 'opts.maxLenEvents')
  local keep = meta[4] or '10000'
  for i = 1, #entries, 2 do
    local id, score = entries[i], entries[i + 1]
    local key = BASE .. id
    local job = call('HMGET', key, 'levqor', 'opts', 'priority', 'parentKey', 'timestamp')
    local times, run = marks(job[1])
    local stays = not job[5] or run == state.run or not within(id, score)
    passed(score, stays)
    if not stays then
      gone[#gone + 1] = id
      if times >= mostRedrives then
        call('COPY', key, QUARANTINE .. ':' .. id, 'REPLACE')
        quarantined[#quarantined + 1] = score
        quarantined[#quarantined + 1] = id
      else
        call('HDEL', key, 'failedReason', 'finishedOn', 'processedOn')
        call('HSET', key, 'levqor', (times + 1) .. ' ' .. state.run .. ' ' .. MILLIS_TEXT)
        adopted(job[4], key)
        local priority = tonumber(job[3] or '0')
        if priority > 0 then
          local count = call('INCR', COUNTER)
          call('ZADD', PRIORITIZED, string.format('%.0f', priority * 4294967296 + count % 4294967296), id)
        elseif isLifo(job[2]) then
          last[#last + 1] = id
        else
          first[#first + 1] = id
        end
        retrying[#retrying + 1] = MILLIS_TEXT
        retrying[#retrying + 1] = id
        call('XADD', EVENTS, 'MAXLEN', '~', keep, '*', 'event', 'waiting', 'jobId', id, 'prev', 'failed')
      end
    end
  end
  push('LPUSH', waiting(meta), first)
  push('RPUSH', waiting(meta), last)
  push('ZADD', RETRYING, retrying)
  push('ZADD', QUARANTINE, quarantined)
  push('ZREM', FAILED, gone)
  local maxed = meta[2] and call('LLEN', ACTIVE) >= tonumber(meta[2])
  if #retrying > 0 and not meta[1] and not maxed then
    call('ZADD', MARKER, 0, '0')
  end
  add('moved', #retrying / 2)
  add('quarantined', #quarantined / 2)
  return #entries >= most * 2
end

local function prune(offset)
  return pruned(offset, function(id)
    local job = call('HMGET', BASE .. id, 'timestamp', 'processedOn')
    return not job[1] or job[2]
  end)
end

local function dead()
  local oldest = call('ZRANGE', FAILED, 0, 0, 'WITHSCORES')
  return {call('ZCARD', FAILED), call('ZCARD', RETRYING), call('ZCARD', QUARANTINE), tonumber(oldest[2] or MILLIS), MILLIS}
end

-- Since when a job waits: since it was added and its delay was over, or since it was moved back.
local function since(id)
  local job = id and call('HMGET', BASE .. id, 'timestamp', 'delay', 'levqor')
  if not job or not job[1] then
    return MILLIS
  end
  local _, _, moved = marks(job[3])
  return math.max(moved, tonumber(job[1]) + tonumber(job[2] or '0'))
end

local function depth()
  local due = string.format('%.0f', (MILLIS + 1) * 4096 - 1)
  local overdue = call('ZCOUNT', DELAYED, '-inf', due)
  local ready = call('LLEN', WAIT) + call('LLEN', PAUSED) + call('ZCARD', PRIORITIZED) + overdue
  local oldest = MILLIS
  for _, list in ipairs({WAIT, PAUSED}) do
    oldest = math.min(oldest, since(call('LINDEX', list, -1)))
  end
  oldest = math.min(oldest, since(call('ZRANGE', PRIORITIZED, 0, 0)[1]))
  local lowest = call('ZRANGE', PRIORITIZED, -1, -1, 'WITHSCORES')
  if lowest[2] then
    local band = string.format('%.0f', math.floor(tonumber(lowest[2]) / 4294967296) * 4294967296)
    oldest = math.min(oldest, since(call('ZRANGEBYSCORE', PRIORITIZED, band, '+inf', 'LIMIT', 0, 1)[1]))
  end
  if overdue > 0 then
    oldest = math.min(oldest, math.floor(tonumber(call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2]) / 4096))
  end
  return {ready, call('LLEN', ACTIVE), oldest, MILLIS}
end
