import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Logger } from 'graphile-worker'
import { serveConsole } from '#console/serve.ts'
import { isReport } from '#exchange/reportWrite.ts'
import { cipherLabels } from '#kit/ciphers.ts'
import { makeSigner, newSigningKeyPem } from '#kit/crypto.ts'
import type { DataFolder } from '#kit/dataFolder.ts'
import { makeDb, makePool } from '#kit/db.ts'
import { makeEnvelope } from '#kit/envelope.ts'
import { makeFileStore } from '#kit/files.ts'
import { makeApp } from '#kit/http.ts'
import { openKeyRing } from '#kit/keyring.ts'
import { systemNow } from '#kit/now.ts'
import { makeTypst } from '#kit/typst.ts'
import { makeVault } from '#kit/vault.ts'
import { keepWorking } from '#kit/worker.ts'
import { readCalendars } from './calendars.ts'
import { hasOneHost, takeOriginForm } from '#portal/hosts.ts'
import { makePortal } from '#portal/server.ts'
import { makeSite } from '#portal/site.ts'
import { announce } from '#outreach/jobs.ts'
import { announceRequests } from '#request/jobs.ts'
import { recalendarSoon } from '#request/recalendar.ts'
import { noteAnchors } from '#record/anchors.ts'
import { rollNow } from '#record/roll/keep.ts'
import { demoAccounts, loadDemo } from './demo/load.ts'
import type { Database } from './commands/database.ts'
import type { House } from './house.ts'
import type { Settings } from './main.ts'
import { crontab, doors, elsewhere, jobs, neighbours, pages, routes, siteState } from './rooms.ts'
import { readSiteFile } from './siteFile.ts'

export type Product = {
  handle(request: IncomingMessage, response: ServerResponse): void
  welcome(address: string): string[]
  stop(): Promise<void>
}

type Made = { settings: Settings; folder: DataFolder; database: Database; log: (line: string) => void }

/** Puts the rooms together: the office side with role `office`, the public side with role `portal`. */
export async function makeProduct({ settings, folder, database, log }: Made): Promise<Product> {
  const complain = (line: string) => void process.stderr.write(`${line}\n`)
  let stopping = false
  // pg ends its pool before the server has said goodbye; what it hears then is no loss.
  const lost = (name: string) => (error: Error) => {
    if (!stopping) complain(`${name}的数据库连接断开：${error.message}`)
  }
  const officePool = makePool({
    connection: database.as('office'),
    size: 16,
    name: 'zhaoming-office',
    onLost: lost('后台'),
  })
  const portalPool = makePool({
    connection: database.as('portal'),
    size: 8,
    name: 'zhaoming-portal',
    onLost: lost('门户'),
  })
  const files = makeFileStore(join(folder.path, 'files'))
  const typst = makeTypst({ fonts: settings.fonts })
  const calendars = await readCalendars(join(folder.path, 'calendar'))
  const secure = settings.publicUrl?.startsWith('https://') ?? false
  const siteConfig = await readSiteFile(folder.path)
  const portalDb = makeDb(portalPool)
  const portal = await makePortal({
    db: portalDb,
    connection: database.as('portal'),
    files,
    now: systemNow,
    calendar: calendars.national,
    calendarOf: calendars.of,
    typst,
    publicUrl: settings.publicUrl,
    port: settings.port,
    demo: settings.demo,
    onError: complain,
    pages,
    doors,
    site: siteConfig,
    trustProxy: settings.trustProxy,
    state: siteState,
    neighbours,
    elsewhere,
  })
  // While the rest starts: whoever comes first for a list does not wait for it.
  if (settings.services.has('portal'))
    rollNow(portalDb).catch((error: Error) => {
      if (!stopping) complain(`名册没有载入，第一次用到时再载入：${error.message}`)
    })
  const ring = openKeyRing(folder.path)
  if (settings.cipher && settings.cipher !== ring.current().cipher) {
    ring.add(settings.cipher, systemNow())
    log(
      `个人信息从现在起用${cipherLabels[settings.cipher]}加密；以前的仍能打开，用 zhaoming keys reseal 重新加密全部。`,
    )
  }
  const house: House = {
    db: makeDb(officePool),
    now: systemNow,
    calendar: calendars.of,
    files,
    site: makeSite({ config: siteConfig, ...settings }),
    vault: makeVault(ring),
    envelope: makeEnvelope(folder.secret('envelope'), ring.current().cipher),
    mail: settings.mail,
    webhookOrigins: settings.webhookOrigins,
    linkOrigins: settings.linkOrigins,
    typst,
    signer: makeSigner(await signingKey(folder)),
    // The database tells the portal what changed, whichever process changed it.
    recordChanged: () => {},
    log,
  }
  if (settings.services.has('office')) {
    await announce(house)
    await announceRequests(house)
  }
  if (settings.demo && settings.services.has('office')) await loadDemo(house, settings.root, log)
  if (settings.services.has('worker')) await recalendarSoon(house)

  const app = await makeApp({ secure, trustProxy: settings.trustProxy, perMinute: 1200, onError: complain })
  await app.register(routes(house, { secure, demo: settings.demo }))
  await app.register(serveConsole(join(settings.root, 'dist', 'console')))
  await app.ready()

  const worker = settings.services.has('worker')
    ? await keepWorking(
        {
          pgPool: officePool,
          concurrency: 2,
          pollInterval: 5000,
          noHandleSignals: true,
          noPreparedStatements: true,
          taskList: jobs(house),
          crontab,
          logger: new Logger(() => (level, message) => (level === 'error' ? complain(message) : undefined)),
        },
        complain,
      )
    : null
  const anchors = join(folder.path, 'anchors.jsonl')
  await noteAnchors(house.db, anchors, house.now())
  const anchorTimer = setInterval(
    () => void noteAnchors(house.db, anchors, house.now()).catch(e => complain(String(e))),
    600_000,
  )
  anchorTimer.unref()

  const office = settings.services.has('office')
  const front = settings.services.has('portal')
  return {
    handle(request, response) {
      // The portal says what is wrong with it, on whichever side it asks.
      if (!hasOneHost(request)) return portal.handle(request, response)
      takeOriginForm(request)
      const path = request.url ?? '/'
      // The open interface stands on the public side, with the rights of the portal; what it takes in goes to the office.
      const below =
        house.site.base !== '' && path.startsWith(`${house.site.base}/`)
          ? path.slice(house.site.base.length)
          : path
      if (office && isReport(request.method, below)) {
        request.url = below
        app.routing(request, response)
      } else if (/^\/(api(?!\/v1(\/|\?|$))|console)(\/|\?|$)/.test(path)) {
        if (office) app.routing(request, response)
        else refuseOffice(response)
      } else if (front) portal.handle(request, response)
      else refuseOffice(response)
    },
    welcome: address => welcome(address, settings),
    async stop() {
      stopping = true
      clearInterval(anchorTimer)
      await noteAnchors(house.db, anchors, house.now()).catch(e => complain(String(e)))
      await worker?.stop()
      await app.close()
      await typst.close()
      await portal.close()
      await officePool.end()
      await portalPool.end()
    },
  }
}

function refuseOffice(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('此处不提供这项服务。')
}

/** The key that signs receipts, made once for a data folder. Its public half is published by the portal. */
async function signingKey(folder: DataFolder): Promise<string> {
  const file = join(folder.path, 'keys', 'receipt.pem')
  if (existsSync(file)) return readFile(file, 'utf8')
  const pem = newSigningKeyPem()
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' })
  return pem
}

function welcome(address: string, settings: Settings): string[] {
  const lines = ['', '昭明已启动']
  if (settings.services.has('portal')) lines.push(`  门户        ${address}`)
  if (settings.services.has('office')) lines.push(`  办公后台    ${address}console/`)
  if (settings.demo) lines.push('', ...demoAccounts())
  else lines.push('', '正式环境：第一次使用请先运行 zhaoming setup 建立三员账号。')
  return [...lines, '']
}
