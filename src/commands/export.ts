import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportRecord } from '#exchange/export/export.ts'
import { OperatorError } from '#kit/errors.ts'
import { makeFileStore } from '#kit/files.ts'
import { systemNow } from '#kit/now.ts'
import { makePortal } from '#portal/server.ts'
import { makeSite } from '#portal/site.ts'
import { readCalendars } from '../calendars.ts'
import type { Settings } from '../main.ts'
import { neighbours, pages, siteState } from '../rooms.ts'
import { readSiteFile } from '../siteFile.ts'
import { reachDatabase } from './reach.ts'

type Io = { out(text: string): void; err(text: string): void }

export const exportHelp = `zhaoming export --out 目录 [--fresh]

把全部公开记录写成网页文件，放到任何网页服务器上都能读：公文、附件、回执、列表（按年份）、订阅源、站点地图、按标题和文号的检索。
同一个目录再运行一次，只写有变化的；中途停下（Ctrl-C、断电）的，再运行一次接着写。

  --out 目录   写到哪里；不存在则新建，须是空目录或以前导出的目录
  --fresh      全部重写

网页里的规范网址按 PUBLIC_URL；链接都是相对的，放在哪一级目录下都行。已撤回地址的 410 名单见 withdrawn.txt、nginx-withdrawn.conf，旧网址的 301 名单见 nginx-old-addresses.conf。`

/** `zhaoming export`: exit code 0 when everything is written, 1 when pages were missing or it was stopped, 2 for bad arguments. */
export async function runExport(settings: Settings, argv: string[], io: Io): Promise<number> {
  let given: { out?: string; fresh?: boolean; help?: boolean }
  try {
    given = parseArgs({
      args: argv,
      options: { out: { type: 'string' }, fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch {
    io.err(`参数不认识：${argv.join(' ')}\n\n${exportHelp}`)
    return 2
  }
  if (given.help) {
    io.out(exportHelp)
    return 0
  }
  if (!given.out?.trim()) {
    io.err(`请用 --out 指明写到哪个目录。\n\n${exportHelp}`)
    return 2
  }
  const out = resolve(given.out)
  refuseForeign(out)
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  const { db, close } = await reachDatabase(settings, 'portal')
  const site = await readSiteFile(settings.dataDir)
  const calendars = await readCalendars(join(settings.dataDir, 'calendar'))
  const common = { publicUrl: settings.publicUrl, demo: settings.demo }
  const portal = await makePortal({
    ...common,
    db,
    connection: null,
    files: makeFileStore(join(settings.dataDir, 'files')),
    now: systemNow,
    calendar: calendars.national,
    onError: io.err,
    pages,
    site,
    state: siteState,
    neighbours,
  })
  try {
    if (!settings.publicUrl) io.err('没有设置 PUBLIC_URL：网页里的规范网址暂写作 http://localhost:8080。')
    io.out(`写到 ${out}`)
    const result = await exportRecord({
      db,
      portal,
      site: makeSite({ ...common, config: site }),
      now: systemNow,
      out,
      progress: io.out,
      signal: stop.signal,
      ...(given.fresh ? { isFresh: true } : {}),
    })
    io.out(
      `${result.isWhole ? '全部' : '有变化的'}公开信息 ${result.documents} 件，其他页面 ${result.pages} 个；写了 ${result.written} 个文件，` +
        `${result.same} 个没有变化，删去 ${result.removed} 个，用时 ${result.seconds.toFixed(1)} 秒。`,
    )
    if (stop.signal.aborted) {
      io.err('已停下。再运行一次同样的命令，接着写。')
      return 1
    }
    if (result.missing.length === 0) return 0
    io.err(`有 ${result.missing.length} 个页面没有读到：\n${result.missing.slice(0, 20).join('\n')}`)
    return 1
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
    await portal.close()
    await close()
  }
}

/** Somebody else's folder is never written into. */
function refuseForeign(out: string): void {
  if (!existsSync(out)) return
  if (!statSync(out).isDirectory()) throw new OperatorError(`${out} 是一个文件，请指定一个目录。`, 2)
  const names = readdirSync(out)
  if (names.length > 0 && !names.includes('.zhaoming-export.json'))
    throw new OperatorError(`${out} 里已有别的文件，请指定一个空目录或以前导出的目录。`, 2)
}
