import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { OperatorError, Refused } from './errors.ts'
import { chooseFaces, findFonts, type Faces } from './fonts.ts'
import { typstWorker } from './typstWorker.ts'

/** A page to be set: a fixed template, and the data it reads as `/data.json`. */
export type TypstJob = {
  /** Typst source of the product's own. Never build it from what a person wrote: that belongs into `data`. */
  readonly template: string
  /** JSON. Strings must hold no lone surrogates. */
  readonly data: unknown
  /** More files the template may read, such as pictures, by absolute path. */
  readonly files?: ReadonlyMap<string, Uint8Array>
}

export type Typst = {
  /**
   * Sets a job and gives the PDF. Jobs go one after the other in a thread of their own. The template reads the faces of this machine
   * as `/faces.json` (see `Faces`). Throws `OperatorError` with one Chinese sentence: no Chinese font, too long a time, a fault of
   * the compiler (`TypstFault`); `Refused` ('too-many') where too many jobs wait.
   */
  pdf(job: TypstJob): Promise<Uint8Array>
  /** Ends the thread; jobs that wait are refused. A later job starts it again. */
  close(): Promise<void>
}

/** The compiler did not accept the job: a broken picture, or a fault of ours. `detail` is its own words, for the log. */
export class TypstFault extends OperatorError {
  readonly detail: string
  constructor(detail: string) {
    super('版面没有排成。请稍后再试；仍不成的，请把文件交系统管理员查看。')
    this.detail = detail
  }
}

export type TypstOptions = {
  /** Folders searched for fonts, with all below them. */
  readonly fonts: readonly string[]
  /** Milliseconds a job may take, starting the thread included. */
  readonly timeout?: number
  /** Milliseconds without a job after which the thread ends and its 200–300 MB go back. */
  readonly idle?: number
  /** Jobs that may wait. */
  readonly queue?: number
}

/** After a large document the compiler's memory does not shrink: above so many bytes the thread is ended. */
const maxMemory = 800 * 1024 * 1024

type Answer = { pdf: Uint8Array; memory: number } | { fault: string; broken: boolean }
type Waiting = { job: TypstJob; resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void }

/** A Typst compiler that nothing is loaded for before the first job. Make one for the process and close it at the end. */
export function makeTypst(options: TypstOptions): Typst {
  const { timeout = 120_000, idle = 60_000, queue = 32 } = options
  let fonts: Promise<{ faces: Faces; files: string[] }> | null = null
  let worker: Worker | null = null
  let idleTimer: NodeJS.Timeout | undefined
  let running: Waiting | null = null
  const waiting: Waiting[] = []

  const end = async (): Promise<void> => {
    clearTimeout(idleTimer)
    const old = worker
    worker = null
    await old?.terminate()
  }

  const fontsHere = () => {
    fonts ??= findFonts(options.fonts).then(found => chooseFaces(found, options.fonts))
    // Fonts may be installed while the server runs: a failure is not kept.
    fonts.catch(() => (fonts = null))
    return fonts
  }

  const next = (): void => {
    if (running !== null) return
    const waited = waiting.shift()
    if (waited === undefined) {
      worker?.unref()
      clearTimeout(idleTimer)
      idleTimer = setTimeout(() => void end(), idle).unref()
      return
    }
    clearTimeout(idleTimer)
    running = waited
    run(waited.job)
      .then(waited.resolve, waited.reject)
      .finally(() => {
        running = null
        next()
      })
  }

  const run = async (job: TypstJob): Promise<Uint8Array> => {
    const { faces, files } = await fontsHere()
    worker ??= startWorker(files)
    worker.ref()
    const answer = await ask(worker, filesOf(job, faces), timeout).catch(async (error: unknown) => {
      await end()
      throw error
    })
    if ('fault' in answer) {
      if (answer.broken) await end()
      throw new TypstFault(answer.fault)
    }
    if (answer.memory > maxMemory) await end()
    return answer.pdf
  }

  return {
    pdf(job) {
      return new Promise((resolve, reject) => {
        if (waiting.length >= queue)
          return reject(new Refused('too-many', '等待生成 PDF 的文件太多，请过一会儿再试。'))
        waiting.push({ job, resolve, reject })
        next()
      })
    },
    async close() {
      for (const waited of waiting.splice(0)) waited.reject(new OperatorError('服务正在停止，PDF 没有生成。'))
      await end()
    },
  }
}

function filesOf(job: TypstJob, faces: Faces): [string, Uint8Array][] {
  const encoder = new TextEncoder()
  return [
    ['/main.typ', encoder.encode(job.template)],
    ['/data.json', encoder.encode(JSON.stringify(job.data))],
    ['/faces.json', encoder.encode(JSON.stringify(faces))],
    ...(job.files ?? []),
  ]
}

function startWorker(fonts: readonly string[]): Worker {
  const resolve = createRequire(import.meta.url).resolve
  const shim = resolve('@myriaddreamin/typst-ts-web-compiler')
  const wasm = resolve('@myriaddreamin/typst-ts-web-compiler/wasm')
  const compiler = pathToFileURL(join(dirname(shim), 'typst_ts_web_compiler.mjs')).href
  // No environment and no flags of the parent: the thread needs neither. What the compiler prints of its complaints comes back as `fault`.
  const own = { eval: true, env: {}, execArgv: [], stdout: true, stderr: true }
  const started = new Worker(typstWorker, { ...own, workerData: { compiler, wasm, fonts } })
  started.stdout.resume()
  started.stderr.resume()
  return started
}

function ask(worker: Worker, files: readonly [string, Uint8Array][], timeout: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      then()
    }
    const onMessage = (answer: Answer) => settle(() => resolve(answer))
    const onError = (error: Error) => settle(() => reject(new TypstFault(String(error))))
    const onExit = () => settle(() => reject(new TypstFault('the thread ended')))
    const tooLong = () =>
      settle(() =>
        reject(
          new OperatorError(
            `排版超过 ${Math.ceil(timeout / 1000)} 秒没有完成，已停止。请把大表格拆开，或作为附件单独上传。`,
          ),
        ),
      )
    const timer = setTimeout(tooLong, timeout)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage({ files })
  })
}
