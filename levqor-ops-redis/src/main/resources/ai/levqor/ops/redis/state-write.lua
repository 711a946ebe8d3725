-- Writes a value, if the version that it replaces is still there. The same once more is as once.
-- KEYS: the value's hash
-- ARGV: what must be there: '=' and the version, or '-' for nothing; the new version, unlike any other; the value
-- Gives 1 if the value is written, 0 if something else is there.
local version = redis.call('HGET', KEYS[1], 'version')
if version == ARGV[2] then
  return 1
end
if version then
  if '=' .. version ~= ARGV[1] then
    return 0
  end
elseif ARGV[1] ~= '-' or redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'value', ARGV[3])
return 1
