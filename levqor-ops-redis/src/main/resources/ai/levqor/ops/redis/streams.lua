-- A stream with a consumer group, and a stream in which its workers put what they gave up.
local STREAM, DEAD, TIMES, DATES = KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local GROUP, DELIVERIES, IDLE, ID_FIELD = unpack(ARGV, #ARGV - 3)
local FORGOTTEN = 30 * 24 * 3600 * 1000

local function sortable(id)
  local millis, sequence = string.match(id, '^(%d+)-(%d+)$')
  return string.rep('0', 20 - #millis) .. millis .. '-' .. string.rep('0', 20 - #sequence) .. sequence
end

local function millis(entry)
  return tonumber(string.match(entry[1], '^%d+'))
end

-- What a job is known by: the field that names it, or all of its fields.
local function identity(fields)
  local all = {}
  for i = 1, #fields, 2 do
    if fields[i] == ID_FIELD then
      return 'id ' .. fields[i + 1]
    end
    all[#all + 1] = #fields[i] .. ' ' .. fields[i] .. ' ' .. #fields[i + 1] .. ' ' .. fields[i + 1]
  end
  return 'of ' .. redis.sha1hex(table.concat(all, ' '))
end

local function found()
  local last = call('XREVRANGE', DEAD, '+', '-', 'COUNT', 1)
  set('bound', last[1] and last[1][1] or '0-0')
  return call('XLEN', DEAD)
end

local function left()
  return #call('XRANGE', DEAD, '-', state.bound, 'COUNT', 1) == 0 and 0 or call('XLEN', DEAD)
end

-- Lets go of what was counted long ago.
local function forget()
  local before = string.format('%.0f', MILLIS - FORGOTTEN)
  local old = call('ZRANGEBYSCORE', DATES, '-inf', before, 'LIMIT', 0, 100)
  if #old > 0 then
    call('HDEL', TIMES, unpack(old))
    call('ZREM', DATES, unpack(old))
  end
end

local function quarantine(id, fields)
  local added = redis.pcall('XADD', QUARANTINE, id, unpack(fields))
  if type(added) == 'table' and added.err then
    call('XADD', QUARANTINE, '*', unpack(fields))
  end
end

local function move(most, mostRedrives)
  local entries = most > 0 and call('XRANGE', DEAD, '-', state.bound, 'COUNT', most) or {}
  for _, entry in ipairs(entries) do
    local id, fields = entry[1], entry[2]
    local job = identity(fields)
    if tonumber(call('HGET', TIMES, job) or '0') >= mostRedrives then
      quarantine(id, fields)
      add('quarantined', 1)
    else
      local moved = call('XADD', STREAM, '*', unpack(fields))
      call('HINCRBY', TIMES, job, 1)
      call('ZADD', DATES, MILLIS_TEXT, job)
      call('ZADD', RETRYING, 0, sortable(moved))
      add('moved', 1)
    end
    call('XDEL', DEAD, id)
  end
  forget()
  return #entries >= most
end

-- What the server knows of the group; nothing if there is no such group, or no stream yet.
local function group()
  local groups = redis.pcall('XINFO', 'GROUPS', STREAM)
  if groups.err then
    if string.find(groups.err, 'no such key', 1, true) then
      return nil
    end
    error(groups)
  end
  for _, each in ipairs(groups) do
    local known = {}
    for i = 1, #each, 2 do
      known[each[i]] = each[i + 1]
    end
    if known.name == GROUP then
      return known
    end
  end
end

local function prune()
  local known = group()
  if known then
    call('ZREMRANGEBYLEX', RETRYING, '-', '[' .. sortable(known['last-delivered-id']))
  end
  return {0, 0}
end

-- Deliveries that nobody ended: how many of the first thousand that are idle so long, and since when the oldest.
local function stuck()
  local count, oldest = 0, MILLIS
  if group() then
    for _, each in ipairs(call('XPENDING', STREAM, GROUP, 'IDLE', IDLE, '-', '+', 1000)) do
      if each[4] > tonumber(DELIVERIES) then
        count = count + 1
        oldest = math.min(oldest, MILLIS - each[3])
      end
    end
  end
  return count, oldest
end

local function dead()
  local count, oldest = stuck()
  local first = call('XRANGE', DEAD, '-', '+', 'COUNT', 1)[1]
  if first then
    oldest = math.min(oldest, millis(first))
  end
  return {call('XLEN', DEAD) + count, call('ZCARD', RETRYING), call('XLEN', QUARANTINE), oldest, MILLIS}
end

-- Counts some of what comes after an entry, or after what the group was given; the last of them is where to go on.
local function look(most)
  local after = ARGV[3]
  if after == '' then
    local known = group()
    after = known and known['last-delivered-id'] or '0-0'
  end
  local entries = call('XRANGE', STREAM, '(' .. after, '+', 'COUNT', most)
  return {#entries, #entries > 0 and entries[#entries][1] or after}
end

local function depth()
  local known = group()
  if not known then
    local first = call('XRANGE', STREAM, '-', '+', 'COUNT', 1)[1]
    return {call('XLEN', STREAM), 0, first and millis(first) or MILLIS, MILLIS}
  end
  local next = call('XRANGE', STREAM, '(' .. known['last-delivered-id'], '+', 'COUNT', 1)[1]
  local ready = tonumber(known.lag) or -1
  if not next then
    ready = 0
  elseif next[1] == call('XRANGE', STREAM, '-', '+', 'COUNT', 1)[1][1] then
    ready = call('XLEN', STREAM)
  end
  return {ready, known.pending, next and millis(next) or MILLIS, MILLIS}
end
