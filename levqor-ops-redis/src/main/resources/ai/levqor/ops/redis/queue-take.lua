-- Hands the next job to a lane of a consumer: from the list into the hash of what is taken, in one step.
-- A job that lies in the lane already is one whose answer was lost: it is the job. A command older than the lane's last one
-- comes too late and does nothing.
local ready, retry, taken, lanes, attempts, consumers, seen, redriven, redrive = unpack(KEYS)
local side, lane, seq, consumer, life, retryFirst, unsure, keep, counted = unpack(ARGV)

local function id(job)
    return string.sub(redis.sha1hex(job), 1, 20)
end

local last = redis.call('HGET', lanes, lane)
if last and tonumber(last) >= tonumber(seq) then
    return {'STALE'}
end
local lost = redis.call('HGET', taken, lane)
if lost then
    -- The first change is one that needs no memory: with it a full server lets the rest pass. A worker must be able to go on.
    redis.call('HDEL', taken, '')
    redis.call('HSET', lanes, lane, seq)
    return {'TAKEN', lost, tonumber(redis.call('HGET', attempts, id(lost)) or 1), 0}
end

local head = side == 'RIGHT' and -1 or 0
local list = retryFirst == '1' and retry or ready
local job = redis.call('LINDEX', list, head)
if not job then
    list = list == ready and retry or ready
    job = redis.call('LINDEX', list, head)
end
if not job then
    if unsure == '1' then
        redis.call('HDEL', taken, '')
        redis.call('HSET', lanes, lane, seq)
    end
    return {'EMPTY'}
end

-- Keeps all: a rehearsal, so that who may not trim is told before anything is changed.
redis.call('LTRIM', list, 0, -1)
redis.call('HSET', taken, lane, job)
if side == 'RIGHT' then
    redis.call('LTRIM', list, 0, -2)
else
    redis.call('LTRIM', list, 1, -1)
end
redis.call('HSET', lanes, lane, seq)
local attempt = redis.call('HINCRBY', attempts, id(job), 1)
redis.call('EXPIRE', attempts, keep)
if list == retry and counted == 'TAKEN' then
    local times = redis.call('HINCRBY', redriven, id(job), 1)
    redis.call('EXPIRE', redriven, keep)
    if times > tonumber(redis.call('HGET', redrive, 'highest') or 1000000) then
        redis.call('HSET', redrive, 'highest', times)
    end
end
redis.call('HDEL', seen, list == retry and 'retry' or 'ready')
local time = redis.call('TIME')
redis.call('ZADD', consumers, time[1] * 1000 + math.floor(time[2] / 1000) + life, consumer)
return {'TAKEN', job, attempt, list == retry and 1 or 0}
