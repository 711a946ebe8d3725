// A producer and a worker of BullMQ, told what to do by lines: "add FAILURES COUNT [OPTIONS]", "work", "counts", "pause",
// "resume", "retry", "orphans". Each is answered by one line. A job fails so many times, which Redis counts, and is then done.
'use strict';
const [, , library, port, name] = process.argv;
const { Queue, Worker } = require(library);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const queue = new Queue(name, { connection });
const client = new (require('ioredis'))(connection);
const BUSY = ['wait', 'prioritized', 'delayed', 'active'];

async function done(job) {
  const failed = await client.incr('tries:' + job.data.job);
  if (failed <= job.data.failures) {
    throw new Error('not this time');
  }
  await client.rpush('done', job.data.job);
}

async function add(failures, count, options) {
  const first = await client.incrby('added', count) - Number(count);
  const jobs = [];
  for (let i = 0; i < Number(count); i++) {
    jobs.push({ name: 'test', data: { job: first + i, failures: Number(failures) }, opts: JSON.parse(options || '{}') });
  }
  await queue.addBulk(jobs);
}

async function work() {
  const worker = new Worker(name, done, { connection, concurrency: 8 });
  let busy = 1;
  while (busy > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    busy = Object.values(await queue.getJobCounts(...BUSY)).reduce((sum, each) => sum + each, 0);
  }
  await worker.close();
}

const commands = {
  add,
  work,
  counts: async () => {
    const counts = await queue.getJobCounts('wait', 'paused', 'prioritized', 'active', 'failed');
    return [counts.wait + (counts.paused || 0) + counts.prioritized, counts.active, counts.failed].join(' ');
  },
  pause: () => queue.pause(),
  resume: () => queue.resume(),
  retry: () => queue.retryJobs({ state: 'failed' }),
  orphans: () => queue.removeOrphanedJobs(),
};

require('readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const [command, ...words] = line.split(' ');
  try {
    const answer = await commands[command](...words);
    console.log('= ' + (answer === undefined ? 'ok' : answer));
  } catch (e) {
    console.log('! ' + e.stack.replace(/\n/g, ' '));
  }
}).on('close', () => process.exit(0));
