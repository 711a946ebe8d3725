
local function progress(status)
  return {status, number('token'), number('op'), number('taken'), number('found'), number('moved'), number('quarantined'),
    number('left')}
end

-- ARGV: begin, name, owner, the owner's number of this begin
local function begin()
  read()
  if state.owner ~= ARGV[3] or number('begun') < tonumber(ARGV[4]) then
    set('owner', ARGV[3])
    set('begun', ARGV[4])
    add('token', 1)
    if state.name ~= ARGV[2] then
      set('name', ARGV[2])
      add('run', 1)
      for _, field in ipairs({'moved', 'quarantined', 'taken', 'skip'}) do
        set(field, 0)
      end
      set('from', '-inf')
      set('found', found())
      set('left', number('found'))
    end
    write()
  end
  return progress(1)
end

-- ARGV: move, name, token, number of the operation, most, most redrives, and what the layout needs
local function batch()
  read()
  if state.name ~= ARGV[2] then
    return {-2}
  end
  if state.token ~= ARGV[3] then
    return {-1}
  end
  if number('op') >= tonumber(ARGV[4]) then
    return progress(0)
  end
  local before = budget()
  local more = move(math.min(tonumber(ARGV[5]), before), tonumber(ARGV[6]))
  halt()
  set('taken', before - budget())
  set('left', more and math.max(0, math.min(budget(), left())) or 0)
  set('op', ARGV[4])
  write()
  return progress(1)
end

if STEP == 'begin' then
  return begin()
elseif STEP == 'move' then
  return batch()
elseif STEP == 'prune' then
  return prune(tonumber(ARGV[2]))
elseif STEP == 'dead' then
  return dead()
elseif STEP == 'look' then
  read()
  return look(tonumber(ARGV[2]))
end
return depth()
