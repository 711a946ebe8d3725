-- What the redrive of every layout shares. A layout follows, which defines found, left, move, prune, dead and depth; then the
-- tail, which runs the step that is asked for. Only the step "move" moves jobs, and its counts are written with its moves.
local call = redis.call
local STATE, RETRYING, QUARANTINE = KEYS[1], KEYS[2], KEYS[3]
local STEP = ARGV[1]
local state, changed = {}, {}

local function number(field)
  return tonumber(state[field] or '0')
end

local function set(field, value)
  if type(value) == 'number' then
    value = string.format('%.0f', value)
  end
  state[field], changed[field] = value, value
end

local function add(field, more)
  set(field, number(field) + more)
end

local function read()
  local flat = call('HGETALL', STATE)
  for i = 1, #flat, 2 do
    state[flat[i]] = flat[i + 1]
  end
end

local function write()
  local flat = {}
  for field, value in pairs(changed) do
    flat[#flat + 1] = field
    flat[#flat + 1] = value
  end
  call('HSET', STATE, unpack(flat))
end

local time = call('TIME')
local MICROS = tonumber(time[1]) * 1000000 + tonumber(time[2])
local MILLIS = math.floor(MICROS / 1000)
local MILLIS_TEXT = string.format('%.0f', MILLIS)

-- How many of those that were found are neither moved nor quarantined.
local function budget()
  return number('found') - number('moved') - number('quarantined')
end

-- What is known of a job's redrives: how often, in which run the last time, and when (in milliseconds).
local function marks(text)
  if not text then
    return 0, nil, 0
  end
  local times, run, at = string.match(text, '^(%d+) (%d+) (%d+)$')
  return tonumber(times or '0'), run, tonumber(at or '0')
end

-- A sorted set, from what was not looked at yet up to the bound. Those that stay in it are passed over by their number.
local function ahead(zset, most)
  return call('ZRANGEBYSCORE', zset, state.from, state.bound, 'WITHSCORES', 'LIMIT', number('skip'), most)
end

local from, skip
local function passed(score, stays)
  if not from then
    from, skip = state.from, number('skip')
  end
  if score ~= from then
    from, skip = score, 0
  end
  if stays then
    skip = skip + 1
  end
end

-- Remembers how far it came.
local function halt()
  if from then
    set('from', from)
    set('skip', skip)
    from = nil
  end
end

local function behind(zset)
  halt()
  return call('ZCOUNT', zset, state.from, state.bound) - number('skip')
end

-- Bounds a sorted set by its last score. Members of that score are remembered: another may get the same score later.
local function bounded(zset)
  local last = call('ZRANGE', zset, -1, -1, 'WITHSCORES')
  set('bound', last[2] or '-inf')
  set('ties', '')
  if last[2] and call('ZCOUNT', zset, last[2], last[2]) <= 1000 then
    set('ties', cjson.encode(call('ZRANGEBYSCORE', zset, last[2], last[2])))
  end
end

-- Whether a member was there when the bound was set, as far as its score leaves that open.
local known
local function within(member, score)
  if score ~= state.bound or state.ties == '' then
    return true
  end
  if not known then
    known = {}
    for _, each in ipairs(cjson.decode(state.ties)) do
      known[each] = true
    end
  end
  return known[member] == true
end

-- Lets go of those that a worker has taken, among 500 that were moved.
local function pruned(offset, taken)
  local ids = call('ZRANGE', RETRYING, offset, offset + 499)
  local gone = {}
  for _, id in ipairs(ids) do
    if taken(id) then
      gone[#gone + 1] = id
    end
  end
  if #gone > 0 then
    call('ZREM', RETRYING, unpack(gone))
  end
  return {#ids, #gone}
end

local function push(command, key, all)
  if #all > 0 then
    call(command, key, unpack(all))
  end
end
