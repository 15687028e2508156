import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { openDataFolder } from '#kit/dataFolder.ts'
import { OperatorError } from '#kit/errors.ts'
import { ticks } from '#kit/now.ts'
import type { Settings } from '../main.ts'
import { openDatabase } from './database.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Starts the product and stays until it is told to stop (SIGINT, SIGTERM, SIGHUP, or its npm launcher's death).
 * Exit code 0 after an orderly stop; OperatorError, one sentence, when it cannot start.
 */
export async function start(settings: Settings, _argv: string[]): Promise<number> {
  const began = ticks()
  const log = (line: string) => void process.stdout.write(`${line}\n`)
  const folder = await openDataFolder(settings.dataDir, { log, address: addressOf(settings.port) })
  const stop = stopSignal()
  folder.onLauncherLost(() => stop.now('启动命令已结束'))
  let handler: Handler = waiting
  const server = makeServer((request, response) => handler(request, response))
  const running: { stop(): Promise<void> }[] = []
  try {
    await listen(server, settings)
    const lost = (error: Error) => {
      process.stderr.write(`数据库停了，没能恢复：${error.message}\n`)
      stop.now('数据库停了')
    }
    const database = await openDatabase(settings, folder, log, lost, stop.signal)
    running.push(database)
    const { makeProduct } = await import('../server.ts')
    const product = await makeProduct({ settings, folder, database, log })
    running.push(product)
    handler = product.handle
    const address = addressOf((server.address() as { port: number }).port)
    folder.setAddress(address)
    if (!stop.signal.aborted) {
      for (const line of product.welcome(address)) log(line)
      log(`就绪，用时${((ticks() - began) / 1000).toFixed(1)}秒。按 Ctrl-C 停止。`)
    }
    log(`正在停止（${await stop.promise}）……`)
    return 0
  } catch (error) {
    // Ctrl-C while the database was starting: that is an orderly stop, too.
    if (stop.signal.aborted && (error as Error).name === 'AbortError') return 0
    throw error
  } finally {
    handler = waiting
    await close(server)
    for (const part of running.reverse()) await part.stop()
    if (running.length > 0) log('已停止。')
    folder.release()
  }
}

export function addressOf(port: number): string {
  return `http://localhost:${port}/`
}

/** While the product starts or stops, whoever comes is told so and to come back. */
function waiting(_request: IncomingMessage, response: ServerResponse): void {
  const page =
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>正在启动</title><p>系统正在启动，请稍候，本页会自动刷新。</p></html>'
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'retry-after': '2',
    'cache-control': 'no-store',
  })
  response.end(page)
}

/** Room for an address of ten thousand Chinese characters (nine bytes each), so that it gets the page that says it is too long. */
const mostHead = 128 * 1024

function makeServer(handler: Handler): Server {
  const limits = { keepAliveTimeout: 65_000, requestTimeout: 120_000, maxHeaderSize: mostHead }
  return createServer(limits, handler).on('clientError', refuseRaw)
}

/** What is no request at all, or too long to be read as one, is told so and left. */
function refuseRaw(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, words] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', '网址或者请求头太长，请缩短后再试。']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', '请求没有在规定时间内发完，请重试。']
        : ['400 Bad Request', '这不是一个可以识别的请求，请核对后再试。']
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${words}</title><p>${words}</p></html>`
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(page)}\r\nConnection: close\r\n\r\n${page}`,
  )
}

function listen(server: Server, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    const attempt = (host: string) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        // A machine without IPv6 cannot listen on `::`.
        if (host === '::' && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL'))
          return attempt('0.0.0.0')
        reject(sayBusy(error, settings.port))
      })
      server.listen({ port: settings.port, host }, () => {
        server.removeAllListeners('error')
        resolve()
      })
    }
    attempt(settings.host)
  })
}

function sayBusy(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new OperatorError(
      `端口${port}已被别的程序占用。请停掉那个程序，或换一个端口启动，例如：PORT=8081 npm start`,
    )
  if (error.code === 'EACCES')
    return new OperatorError(`没有权限使用端口${port}，请换一个1024以上的端口，例如：PORT=8080 npm start`)
  if (error.code === 'EADDRNOTAVAIL') return new OperatorError('HOST 指定的地址不是本机的地址，请核对 HOST。')
  return error
}

/** Lets answers under way finish, at most 5 seconds, then closes what is left. */
function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 5000).unref()
  })
}

type Stop = { readonly promise: Promise<string>; readonly signal: AbortSignal; now(why: string): void }

/** Resolves with the reason at the first signal; a third Ctrl-C ends the process at once. */
function stopSignal(): Stop {
  const controller = new AbortController()
  let tell: (why: string) => void = () => {}
  const promise = new Promise<string>(resolve => {
    tell = resolve
  })
  const now = (why: string) => {
    tell(why)
    controller.abort()
  }
  const names = { SIGINT: '收到 Ctrl-C', SIGTERM: '收到停止信号', SIGHUP: '终端已关闭' } as const
  for (const [signal, why] of Object.entries(names)) {
    let times = 0
    process.on(signal, () => {
      if (++times > 2) process.exit(130)
      now(why)
    })
  }
  return { promise, signal: controller.signal, now }
}
