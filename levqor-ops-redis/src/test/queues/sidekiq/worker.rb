# A producer and a worker of Sidekiq, told what to do by lines: "add FAILURES COUNT", "work", "counts". Each is answered by one
# line. A job fails so many times, which Redis counts, and is then done. No job is retried by Sidekiq itself.
require "sidekiq"
require "sidekiq/api"
require "sidekiq/launcher"

PORT, NAME = ARGV
Sidekiq.logger = Logger.new($stderr)
Sidekiq.redis = {url: "redis://127.0.0.1:#{PORT}/0", size: 20}

class FlakyJob
  include Sidekiq::Worker
  sidekiq_options retry: 0, queue: NAME

  def perform(job, failures)
    raise "not this time" if Sidekiq.redis { |redis| redis.incr("tries:#{job}") } <= failures
    Sidekiq.redis { |redis| redis.rpush("done", job) }
  end
end

def add(failures, count)
  first = Sidekiq.redis { |redis| redis.incrby("added", count.to_i) } - count.to_i
  count.to_i.times { |i| FlakyJob.perform_async(first + i, failures.to_i) }
end

# A job that a processor fetches while it is being stopped goes back to the queue: then there is more to do.
def work
  work_once
  work_once while Sidekiq::Queue.new(NAME).size > 0
end

def work_once
  options = Sidekiq.options.merge(queues: [NAME], concurrency: 4, timeout: 10, tag: "test", labels: [])
  options[:fetch] = Sidekiq::BasicFetch.new(options)
  launcher = Sidekiq::Launcher.new(options)
  launcher.run
  sleep 0.02 while Sidekiq::Queue.new(NAME).size > 0 || Sidekiq::Processor::WORKER_STATE.size > 0
  launcher.stop
end

def counts
  [Sidekiq::Queue.new(NAME).size, Sidekiq::WorkSet.new.size, Sidekiq::DeadSet.new.size].join(" ")
end

$stdout.sync = true
while (line = $stdin.gets)
  begin
    answer = send(*line.split)
    puts "= #{line.start_with?("counts") ? answer : "ok"}"
  rescue => e
    puts "! #{e.full_message(highlight: false).gsub("\n", " ")}"
  end
end
