// Load on a web server, in a process of its own: keep-alive connections, one request at a time on each, timed one by one.
// Raw sockets, so that the one who asks costs less than the one who answers.
// In (stdin): {port, paths, words, encoding, seconds, connections}; the paths are asked for in turn, each connection from a place of its
// own; `{w}` in a path becomes one of the words, another one every time.
// Out (stdout): {seconds, done, statuses, broken, median, p95, p99, slowest} in milliseconds; broken: connections lost in an answer.
import net from 'node:net'

let text = ''
for await (const part of process.stdin) text += part
const { port, paths, words, encoding, seconds, connections } = JSON.parse(text)
const request = path => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${encoding}\r\n\r\n`
const one = () => encodeURIComponent(words[Math.floor(Math.random() * words.length)])
const requests = paths.map(path =>
  path.includes('{w}') ? () => request(path.replace(/\{w\}/g, one)) : Buffer.from(request(path)),
)

// Tenths of a millisecond up to 30 s.
const buckets = new Uint32Array(300_001)
const statuses = {}
let done = 0
let broken = 0
let slowest = 0
let isOver = false
const end = Buffer.from('\r\n\r\n')

/** One connection until the time is over; opened again when it is lost. */
async function reader(n) {
  let at = Math.floor((n * requests.length) / connections)
  while (!isOver)
    await new Promise(resolve => {
      let head = Buffer.alloc(0)
      let need = -1
      let began = 0
      let isConnected = false
      const socket = net.connect(port, '127.0.0.1')
      const ask = () => {
        if (isOver) return socket.destroy()
        began = performance.now()
        const next = requests[at++ % requests.length]
        socket.write(typeof next === 'function' ? next() : next)
      }
      const answered = () => {
        const took = performance.now() - began
        buckets[Math.min(buckets.length - 1, Math.floor(took * 10))]++
        if (took > slowest) slowest = took
        done++
        began = 0
        ask()
      }
      socket.setNoDelay(true)
      socket.setTimeout(30_000, () => socket.destroy())
      socket.on('connect', () => {
        isConnected = true
        ask()
      })
      socket.on('data', chunk => {
        if (need < 0) {
          head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
          const close = head.indexOf(end)
          if (close < 0) return
          const words = head.toString('latin1', 0, close)
          const status = words.slice(9, 12)
          statuses[status] = (statuses[status] ?? 0) + 1
          const length = /\ncontent-length: *(\d+)/i.exec(words)?.[1]
          // Without a length nobody here knows where the answer ends.
          if (length === undefined) return socket.destroy()
          need = Number(length) - (head.length - close - 4)
          head = Buffer.alloc(0)
        } else need -= chunk.length
        if (need > 0) return
        need = -1
        answered()
      })
      socket.on('error', () => {})
      socket.on('close', () => {
        if (began !== 0 || !isConnected) broken++
        // A server that is not there is not asked a thousand times a second.
        setTimeout(resolve, 50)
      })
    })
}

const began = performance.now()
setTimeout(() => (isOver = true), seconds * 1000)
await Promise.all(Array.from({ length: connections }, (_, n) => reader(n)))
const took = (performance.now() - began) / 1000

function percentile(share) {
  let rest = Math.ceil(done * share)
  for (let i = 0; i < buckets.length; i++) if ((rest -= buckets[i]) <= 0) return (i + 1) / 10
  return slowest
}
console.log(
  JSON.stringify({
    seconds: took,
    done,
    statuses,
    broken,
    median: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    slowest,
  }),
)
