-- Writes flags, if those that they replace are still there, and no later holder of the lease is known. The same once more is
-- as once.
-- KEYS: the hash of flags; the id of the last write; the lease's hash, if there is one
-- ARGV: the id of this write; the lease's token, if there is one, else ''; how many fields there are; their names; for each
--       what must be there: '=' and the value, or '-' for none; then names and values to write
-- Gives 1 if the flags are written, 0 if not.
local function greater(a, b)
  return #a > #b or (#a == #b and a > b)
end

if redis.call('GET', KEYS[2]) == ARGV[1] then
  return 1
end
if KEYS[3] then
  local token = redis.call('HGET', KEYS[3], 'token')
  if token and greater(token, ARGV[2]) then
    return 0
  end
end
local count = tonumber(ARGV[3])
for at = 4, 3 + count do
  local value = redis.call('HGET', KEYS[1], ARGV[at])
  if (value and '=' .. value or '-') ~= ARGV[at + count] then
    return 0
  end
end
redis.call('SET', KEYS[2], ARGV[1])
for at = 4 + 2 * count, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
end
return 1
