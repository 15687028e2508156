import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '#kit/projectRoot.ts'
import { makeTestPortal } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'
import type { Figure } from './figure.ts'

const seconds = 4
const connections = 32
const rounds = 3

/**
 * The load, in a process of its own: keep-alive connections, one request at a time on each, answers counted by their length.
 * Raw sockets, so that the one who asks costs less than the one who answers.
 */
const load = `
import net from 'node:net'
const [port, path, encoding, seconds, connections] = process.argv.slice(1)
const request = 'GET ' + path + ' HTTP/1.1\\r\\nHost: localhost\\r\\nAccept-Encoding: ' + encoding + '\\r\\n\\r\\n'
let done = 0, wrong = 0, stop = false
const one = () => new Promise(resolve => {
  const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(request))
  let need = -1, got = 0, head = ''
  socket.on('error', resolve)
  socket.on('data', chunk => {
    if (need < 0) {
      head += chunk.toString('latin1')
      const end = head.indexOf('\\r\\n\\r\\n')
      if (end < 0) return
      if (!head.startsWith('HTTP/1.1 200')) wrong++
      need = Number(/content-length: (\\d+)/i.exec(head)[1])
      got = head.length - end - 4
      head = ''
    } else got += chunk.length
    if (got < need) return
    need = -1
    done++
    if (stop) { socket.destroy(); resolve() } else socket.write(request)
  })
})
const all = Promise.all(Array.from({ length: Number(connections) }, one))
setTimeout(() => { stop = true }, Number(seconds) * 1000)
const began = performance.now()
await all
console.log(JSON.stringify({ perSecond: done / ((performance.now() - began) / 1000), wrong }))
`

function hammer(port: number, path: string, encoding: string): Promise<number> {
  const argv = [
    '--input-type=module',
    '-e',
    load,
    String(port),
    path,
    encoding,
    String(seconds),
    String(connections),
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', part => (text += String(part)))
    child.on('error', reject)
    child.on('close', () => {
      const { perSecond, wrong } = JSON.parse(text) as { perSecond: number; wrong: number }
      if (wrong > 0) reject(new Error(`${wrong} answers were not 200`))
      else resolve(perSecond)
    })
  })
}

async function open(server: http.Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A bare server that sends the same headers and the same bytes. */
async function bareLike(url: string, encoding: string): Promise<http.Server> {
  const answer = await new Promise<{ headers: string[]; bytes: Buffer }>((resolve, reject) => {
    http
      .get(url, { headers: { 'accept-encoding': encoding } }, response => {
        const parts: Buffer[] = []
        const hops = new Set(['date', 'connection', 'keep-alive'])
        const headers = response.rawHeaders.filter(
          (_, i) => !hops.has(response.rawHeaders[i - (i % 2)]!.toLowerCase()),
        )
        response.on('data', part => parts.push(part as Buffer))
        response.on('end', () => resolve({ headers, bytes: Buffer.concat(parts) }))
      })
      .on('error', reject)
  })
  return http.createServer((_, response) => {
    response.writeHead(200, answer.headers)
    response.end(answer.bytes)
  })
}

/** The portal's document page from its cache against a bare http server sending the same bytes, side by side in turns. */
export async function bench(): Promise<Figure[]> {
  const p = await makeTestPortal({ listening: true })
  const figures: Figure[] = []
  try {
    const text = await readFile(join(projectRoot(), 'demo', 'documents', 'shanghai-2023-20.txt'), 'utf8')
    const html = text
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => `<p>${line.replace(/[&<]/g, '').trim()}</p>`)
      .join('')
    const path = await publishOne(p.t.house, { body: 1, title: '政务公开工作要点', html })
    // Until the portal hears of changes it keeps nothing.
    for (let i = 0; i < 100 && !(await isKept(p.url + path)); i++)
      await new Promise(resolve => setTimeout(resolve, 50))
    const port = Number(new URL(p.url).port)
    for (const [encoding, words] of [
      ['gzip', '压缩'],
      ['identity', '不压缩'],
    ] as const) {
      const bare = await bareLike(p.url + path, encoding)
      const barePort = await open(bare)
      let [own, plain] = [0, 0]
      for (let round = 0; round < rounds; round++) {
        plain = Math.max(plain, await hammer(barePort, path, encoding))
        own = Math.max(own, await hammer(port, path, encoding))
      }
      bare.closeAllConnections()
      bare.close()
      const page = Buffer.from(
        await (await fetch(p.url + path, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer(),
      )
      const size = encoding === 'gzip' ? gzipSync(page).byteLength : page.byteLength
      const detail = `公文页${words}后 ${Math.round(size / 1024)} KB，${connections} 条长连接、另一进程施压，各 ${seconds} 秒，${rounds} 轮轮流取最好；裸 http 发同样的字节：${Math.round(plain)} 次/秒`
      figures.push(
        { name: `门户公文页（${words}）`, value: Math.round(own), unit: '次/秒', detail, target: null },
        {
          name: `门户公文页与裸 http 之比（${words}）`,
          value: Number((own / plain).toFixed(2)),
          unit: '倍',
          detail,
          target: { at: 'least', value: 0.6 },
        },
      )
    }
    figures.push(await freshness(p))
  } finally {
    await p.close()
  }
  return figures
}

/** From the commit of a publication to the first answer that shows it, asked without pause over HTTP. */
async function freshness(p: Awaited<ReturnType<typeof makeTestPortal>>): Promise<Figure> {
  const times: number[] = []
  for (let i = 0; i < 30; i++) {
    const title = `立等可见第${i}件`
    await (await fetch(`${p.url}/mem/list/all/`)).text()
    await publishOne(p.t.house, { body: 1, title })
    const began = performance.now()
    while (!(await (await fetch(`${p.url}/mem/list/all/`)).text()).includes(title));
    times.push(performance.now() - began)
  }
  return {
    name: '发布到门户列表可见（最慢一次）',
    value: Math.ceil(Math.max(...times)),
    unit: '毫秒',
    detail: '30 次发布，提交后立即经 HTTP 读列表页，直到出现',
    target: { at: 'most', value: 1000 },
  }
}

/** Whether a second answer comes from the cache, seen by its time. */
async function isKept(url: string): Promise<boolean> {
  await (await fetch(url)).text()
  const began = performance.now()
  await (await fetch(url)).text()
  return performance.now() - began < 2
}
