-- Ends what a lane holds, once: whoever asks again, or too late, changes nothing.
-- RELEASE is for a lane of which nobody knows what it holds; it outdates every command to the lane that may still be on its way.
local taken, lanes, attempts, redriven, uncounted, ready, dead = unpack(KEYS)
local side, lane, seq, how = unpack(ARGV)

local last = redis.call('HGET', lanes, lane)
if how == 'RELEASE' then
    if last and tonumber(last) >= tonumber(seq) then
        return 0
    end
elseif last ~= seq then
    return 0
end
local job = redis.call('HGET', taken, lane)
redis.call('LLEN', ready)
redis.call('LLEN', dead)
redis.call('HLEN', attempts)
redis.call('HLEN', redriven)
redis.call('LLEN', uncounted)

-- Deletes nothing: a rehearsal, and a first change that needs no memory, after which a full server lets the rest pass.
redis.call('HDEL', taken, '')
if how == 'RELEASE' then
    redis.call('HSET', lanes, lane, seq)
end
if not job then
    return 0
end
if how == 'DONE' then
    local id = string.sub(redis.sha1hex(job), 1, 20)
    redis.call('HDEL', attempts, id)
    if redis.call('EXISTS', uncounted) == 1 then
        -- Its turn comes after the redrives that were written down before it. Each job that ends takes one element more along than
        -- it adds.
        redis.call('RPUSH', uncounted, '-' .. id)
        count_oldest(uncounted, redriven)
        if redis.call('EXISTS', uncounted) == 1 then
            count_oldest(uncounted, redriven)
        end
    else
        redis.call('HDEL', redriven, id)
    end
elseif how == 'FAILED' then
    redis.call(side == 'RIGHT' and 'LPUSH' or 'RPUSH', dead, job)
else
    redis.call(side == 'RIGHT' and 'RPUSH' or 'LPUSH', ready, job)
end
redis.call('HDEL', taken, lane)
return 1
