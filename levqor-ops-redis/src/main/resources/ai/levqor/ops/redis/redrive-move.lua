-- Moves some dead jobs, oldest first, for as long as its time allows. Counts and moves are one step.
-- Refused if another has taken over; an operation that was carried out before is not done again.
local redrive, dead, retry, quarantine, redriven, uncounted = unpack(KEYS)
local mover, operation, most, mostRedrives, side, micros, keep, counted = unpack(ARGV)
local BYTES, JOBS = 65536, counted == "MOVED" and 50 or 100

local state = redis.call('HMGET', redrive, 'mover', 'op', 'found', 'moved', 'quarantined', 'left', 'fresh', 'name',
    'highest')
if state[1] ~= mover then
    return {'FENCED', state[8] or ''}
end
local found, moved, quarantined, left = tonumber(state[3]), tonumber(state[4]), tonumber(state[5]), tonumber(state[6])
if tonumber(state[2]) >= tonumber(operation) then
    return {'MOVED', found, moved, quarantined, left}
end
local right = side == 'RIGHT'
most, mostRedrives, micros = tonumber(most), tonumber(mostRedrives), tonumber(micros)

-- Counted is a job that is moved, or else one that is taken from the retry list, by whoever hands it out. Who is counted here
-- is looked up, unless the redrive began when nobody was; else only once somebody has been redriven too often.
local counting = counted == 'MOVED'
local looking = counting and state[7] ~= '1' or not counting and tonumber(state[9] or 1000000) >= mostRedrives

-- Whatever could be refused is refused before a job is touched: a key of another type here, a full memory at the first change,
-- a user who may not trim at the second, which keeps all.
left = math.min(left, redis.call('LLEN', dead))
redis.call('LLEN', retry)
redis.call('LLEN', quarantine)
redis.call('HLEN', redriven)
redis.call('LLEN', uncounted)
redis.call('HSET', redrive, 'op', operation, 'left', left)
if left == 0 then
    return {'MOVED', found, moved, quarantined, left}
end
redis.call('LTRIM', dead, 0, -1)

local push = right and 'LPUSH' or 'RPUSH'
local sha = redis.sha1hex
local cut = string.sub
local begun = redis.call('TIME')
local function passed()
    local now = redis.call('TIME')
    return (now[1] - begun[1]) * 1000000 + now[2] - begun[2]
end
if looking then
    while redis.call('EXISTS', uncounted) == 1 do
        local elapsed = passed()
        if elapsed < 0 or elapsed > micros then
            redis.call('EXPIRE', redriven, keep)
            return {'MOVED', found, moved, quarantined, left, 0}
        end
        count_oldest(uncounted, redriven)
    end
end

local size = #redis.call('LINDEX', dead, right and -1 or 0)
local at_once = math.max(1, math.min(JOBS, math.floor(BYTES / (size + 1))))
local remaining = math.min(most, left)
local elapsed, last, bytes = 0, 0, 0

repeat
    local wanted = math.min(at_once, remaining)
    local jobs = right and redis.call('LRANGE', dead, -wanted, -1) or redis.call('LRANGE', dead, 0, wanted - 1)
    local count = #jobs
    local ids = {}
    for i = 1, count do
        bytes = bytes + #jobs[i]
        ids[i] = (counting or looking) and cut(sha(jobs[i]), 1, 20) or nil
    end
    local before = looking and redis.call('HMGET', redriven, unpack(ids)) or {}
    local going, kept, counts = {}, {}, {}
    for i = right and count or 1, right and 1 or count, right and -1 or 1 do
        local times = tonumber(before[i] or 0)
        if times < mostRedrives then
            going[#going + 1] = jobs[i]
            if counting then
                counts[#counts + 1] = ids[i]
                counts[#counts + 1] = times + 1
            end
        else
            kept[#kept + 1] = jobs[i]
        end
    end
    if #counts > 0 then
        redis.call('HSET', redriven, unpack(counts))
    end
    if #going > 0 then
        redis.call(push, retry, unpack(going))
    end
    if #kept > 0 then
        redis.call(push, quarantine, unpack(kept))
    end
    if right then
        redis.call('LTRIM', dead, 0, -count - 1)
    else
        redis.call('LTRIM', dead, count, -1)
    end
    moved, quarantined, left = moved + #going, quarantined + #kept, left - count
    redis.call('HSET', redrive, 'moved', moved, 'quarantined', quarantined, 'left', left)
    remaining = remaining - count
    local now = passed()
    elapsed, last = now, now - elapsed
until remaining == 0 or elapsed < 0 or elapsed + last > micros

if counting then
    redis.call('EXPIRE', redriven, keep)
end
-- The bytes of the jobs that were moved, if others can be moved as they are: none of them needs to be looked up.
return {'MOVED', found, moved, quarantined, left, looking and 0 or bytes}
