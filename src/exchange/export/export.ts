import { sha256Hex } from '#kit/crypto.ts'
import type { Db } from '#kit/db.ts'
import { dayOf, ticks, type Now } from '#kit/now.ts'
import type { Portal } from '#portal/server.ts'
import type { Site } from '#portal/site.ts'
import { scriptPath, stylesheetPath } from '#portal/stylesheet.ts'
import { listColumn } from '#record/portal/list.tsx'
import { everything } from '../selection.ts'
import { horizon } from '#record/standing.ts'
import { lastChange } from '../store/changes.ts'
import * as store from '../store/export.ts'
import { every, type Row } from '../store/select.ts'
import { fileOf, rewrite } from './address.ts'
import { clearDrafts, inParallel, makeFolder, type Folder } from './folder.ts'
import { openLoopback, type Fetched, type Loopback } from './loopback.ts'
import { notesFor, searchPage } from './pages.ts'
import { bodiesForExport, type ExportBodies } from './bodies.ts'
import searchScript from './search.browser.js'
import { readState, stateFile, type State } from './state.ts'
import { blockFiles, blockOf, blockSize, page, shards } from './titles.ts'
import { yearFiles, yearsInstead } from './years.tsx'

const scriptFile = 'assets/export.js'
const batch = 200

export type ExportOptions = {
  readonly db: Db
  readonly portal: Portal
  readonly site: Site
  readonly now: Now
  readonly out: string
  readonly progress: (line: string) => void
  /** Stops after the batch under way; the next run goes on. */
  readonly signal?: AbortSignal
  /** Writes everything again. */
  readonly isFresh?: boolean
}

export type ExportResult = {
  readonly documents: number
  readonly pages: number
  readonly written: number
  readonly same: number
  readonly removed: number
  readonly isWhole: boolean
  readonly missing: readonly string[]
  readonly seconds: number
}

const documentPath = /^\/[a-z][a-z0-9-]{1,39}\/content\/\d{8}-(\d+)(?:\.|$)/
const listPath = /^(?:\/([a-z][a-z0-9-]{1,39}))?\/list\/([a-z]+)\/$/
const yearPath = /^((?:\/[a-z][a-z0-9-]{1,39})?\/list\/[a-z]+\/)((?:19|20)\d\d)(?:_\d+)?\.html$/

/** Writes the whole public record, or what changed of it since the last run, as files. Throws OperatorError for a folder it cannot use. */
export async function exportRecord(options: ExportOptions): Promise<ExportResult> {
  const began = ticks()
  const folder = makeFolder(options.out)
  const web = await openLoopback(options.portal, options.site.base)
  try {
    return await new Run(options, folder, web, began).all()
  } finally {
    await web.close()
    await clearDrafts(options.out)
  }
}

class Run {
  readonly #o: ExportOptions
  readonly #folder: Folder
  readonly #web: Loopback
  readonly #began: number
  readonly #queue: string[] = []
  readonly #known = new Set<string>()
  readonly #missing = new Set<string>()
  #documents = 0
  #pages = 0
  /** Slugs whose own pages are made again; null: every body's. */
  #slugs: ReadonlySet<string> | null = null
  #bodies: ExportBodies

  constructor(options: ExportOptions, folder: Folder, web: Loopback, began: number) {
    this.#o = options
    this.#folder = folder
    this.#web = web
    this.#began = began
    this.#bodies = {
      all: [],
      bySlug: () => undefined,
      byId: () => undefined,
      childrenOf: () => [],
      under: () => [],
    }
  }

  async all(): Promise<ExportResult> {
    const { db, site, now } = this.#o
    this.#bodies = await bodiesForExport(db)
    const stamp = sha256Hex(JSON.stringify([1, stylesheetPath, scriptPath, searchScript, site])).slice(0, 16)
    const before = this.#o.isFresh ? null : await readState(this.#o.out)
    const frame = await store.frameMark(db, now())
    const isSame = before !== null && before.stamp === stamp && before.frame === frame
    const copies = await horizon(db)
    const seen = await lastChange(db)
    const today = dayOf(now())
    const isWhole = !(isSame && before.isComplete)
    let blocks: number[]
    if (isWhole) {
      const state: State =
        isSame && !before.isComplete
          ? before
          : { format: 1, stamp, frame, change: seen, copies, day: today, upTo: 0, isComplete: false }
      // Whatever ends this run, the folder is known as an export from now on.
      if (before === null) await this.#write(stateFile, JSON.stringify(state))
      // An alert was raised or lowered: the pages that everybody opens say so first.
      if (before?.isComplete) await this.#overview()
      await this.#documentsFrom(state)
      if (this.#o.signal?.aborted) return this.#result(true)
      // A run that went on took up changes made in between.
      if (state.change < seen) await this.#documentsTouched(state.change, today, today)
      if (state === before) await this.#documentsCopied(state.copies)
      blocks = await store.blocksNow(db, blockSize)
    } else {
      const touched = await this.#documentsTouched(before.change, before.day, today)
      const copied = await this.#documentsCopied(before.copies)
      blocks = [...new Set(touched.numbers.map(blockOf))]
      if (before.change === seen && before.day === today) this.#slugs = new Set()
      else if (before.day === today) this.#slugs = this.#linesOf(touched.bodyIds)
      if (this.#slugs !== null && this.#slugs.size === 0 && copied === 0) return this.#result(false)
    }
    await this.#overview()
    await this.#search(blocks)
    await this.#write(
      stateFile,
      JSON.stringify({
        format: 1,
        stamp,
        frame,
        change: seen,
        copies,
        day: today,
        upTo: 0,
        isComplete: true,
      } satisfies State),
    )
    return this.#result(isWhole)
  }

  #result(isWhole: boolean): ExportResult {
    return {
      documents: this.#documents,
      pages: this.#pages,
      ...this.#folder.counts,
      isWhole,
      missing: [...this.#missing].sort(),
      seconds: (ticks() - this.#began) / 1000,
    }
  }

  #write(file: string, bytes: string | Uint8Array): Promise<void> {
    return this.#folder.write(file, bytes)
  }

  /** A body, those above it and those below it: all of their pages count or name it. */
  #linesOf(ids: readonly number[]): Set<string> {
    return new Set(
      this.#bodies.all
        .filter(b => ids.some(id => b.id === id || this.#bodies.byId(id)?.ancestors.includes(b.id)))
        .map(b => b.slug),
    )
  }

  async #documentsFrom(state: State): Promise<void> {
    const { db, progress, signal } = this.#o
    let after = state.upTo
    let told = ticks()
    for (;;) {
      const places = await store.addressesFrom(db, after, batch)
      if (places.length === 0) break
      await inParallel(places, place => this.#document(place))
      after = places.at(-1)!.number
      await this.#write(stateFile, JSON.stringify({ ...state, upTo: after } satisfies State))
      if (ticks() - told > 2000) {
        told = ticks()
        const rate = this.#documents / ((told - this.#began) / 1000)
        progress(`  已写 ${this.#documents} 件（每秒 ${Math.round(rate)} 件）`)
      }
      if (signal?.aborted) return
    }
  }

  async #documentsTouched(change: number, from: string, until: string) {
    const { db } = this.#o
    const { places, bodyIds } = await store.touchedSince(db, change)
    const turned = from < until ? await store.turnedBetween(db, from, until) : []
    const all = [...new Map([...places, ...turned].map(p => [p.address, p])).values()]
    await inParallel(all, place => this.#document(place))
    return { numbers: all.map(p => p.number), bodyIds }
  }

  /** Publications of which a printable copy was made since: their page names it. Answers how many. */
  async #documentsCopied(since: string): Promise<number> {
    const places = await store.copiedSince(this.#o.db, since)
    await inParallel(places, place => this.#document(place))
    return places.length
  }

  /** One publication with its data, receipt and files; of one withdrawn, its tombstone alone. */
  async #document(place: store.Place): Promise<void> {
    this.#documents++
    const stem = place.address.replace(/\.html$/, '')
    const fetched = await this.#web.get(place.address)
    const isThere = fetched.status === 200
    if (!isThere && fetched.status !== 410) return void this.#missing.add(place.address)
    const links = await this.#page(place.address, fetched)
    const own = links.filter(l => l.startsWith(`${stem}.`) || l.startsWith(`/files/${place.number}/`))
    if (!isThere) {
      for (const part of ['.json', '.receipt.json', '.history.html', '.compare.html'])
        await this.#folder.remove(fileOf(stem + part))
      await this.#folder.remove(`files/${place.number}`)
      return
    }
    const wanted = new Set([`${stem}.json`, `${stem}.receipt.json`, ...own])
    wanted.delete(place.address)
    for (const path of wanted) await this.#raw(path)
    // Files of an earlier revision are not to be had any more, on this side either.
    const files = own.filter(l => l.startsWith('/files/')).map(fileOf)
    await this.#folder.keepOnly(`files/${place.number}`, files)
    for (const link of links) if (!wanted.has(link)) this.#meet(link)
  }

  /** Writes an answer as a file. Returns where it leads. */
  async #page(path: string, fetched: Fetched): Promise<readonly string[]> {
    if (fetched.status >= 300 && fetched.status < 400 && fetched.location !== null) {
      const to = fetched.location.replace(this.#o.site.origin, '')
      const stub = `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>已移到新地址</title></head><body><p><a href="${to}">已移到新地址，请点这里</a></p></body></html>\n`
      const { html, links } = rewrite(stub, { path, base: this.#o.site.base, script: scriptFile })
      await this.#write(fileOf(path), html)
      return links
    }
    if (!fetched.type.startsWith('text/html')) {
      await this.#write(fileOf(path), fetched.body)
      return []
    }
    const { html, links } = rewrite(fetched.body.toString('utf8'), {
      path,
      base: this.#o.site.base,
      script: scriptFile,
    })
    await this.#write(fileOf(path), html)
    return links
  }

  /** A file whose content its address names is not read twice. */
  async #raw(path: string): Promise<void> {
    const isFixed = path.startsWith('/files/')
    if (isFixed && (await this.#folder.sizeOf(fileOf(path))) !== null) return
    const fetched = await this.#web.get(path)
    if (fetched.status === 200) {
      const links = await this.#page(path, fetched)
      for (const link of links) this.#meet(link)
    } else if (!path.endsWith('.receipt.json') && !path.endsWith('.json')) this.#missing.add(path)
  }

  /** A page that some page leads to, once. */
  #meet(path: string): void {
    if (this.#known.has(path) || documentPath.test(path) || path.startsWith('/files/')) return
    this.#known.add(path)
    const slug = /^\/([a-z][a-z0-9-]{1,39})\//.exec(path)?.[1]
    if (this.#slugs !== null && slug !== undefined && this.#bodies.bySlug(slug) && !this.#slugs.has(slug))
      return
    this.#queue.push(path)
  }

  /** Every page that is no document: from the front page and the site map along all links. */
  async #overview(): Promise<void> {
    const seeds = ['/', '/robots.txt', '/sitemap.xml', '/chain.json', '/favicon.ico', '/assets/pointer.svg']
    for (const path of seeds) this.#meet(path)
    for (const path of ['/.well-known/security.txt', '/.well-known/zhaoming-receipt-key.pem'])
      this.#meet(path)
    const index = (await this.#web.get('/sitemap.xml')).body.toString('utf8')
    for (const [, loc] of index.matchAll(/<loc>([^<]+)<\/loc>/g)) {
      const part = this.#pathOf(loc!)
      this.#meet(part)
      if (!part.startsWith('/sitemap-pages')) continue
      const pages = (await this.#web.get(part)).body.toString('utf8')
      for (const [, page] of pages.matchAll(/<loc>([^<]+)<\/loc>/g)) this.#meet(this.#pathOf(page!))
    }
    while (this.#queue.length > 0) await inParallel(this.#queue.splice(0), path => this.#overviewPage(path))
    const absent = await this.#web.get('/nothing-is-here.html')
    await this.#write(
      '404.html',
      rewrite(absent.body.toString('utf8'), {
        path: '/404.html',
        base: this.#o.site.base,
        script: scriptFile,
      }).html,
    )
    const [withdrawn, old] = [await store.withdrawnNow(this.#o.db), await store.oldAddresses(this.#o.db)]
    for (const [name, text] of notesFor(this.#o.site, withdrawn, old)) await this.#write(name, text)
  }

  #pathOf(url: string): string {
    return url.replace(this.#o.site.origin + this.#o.site.base, '') || '/'
  }

  async #overviewPage(path: string): Promise<void> {
    if (path === '/search.html') return
    const year = yearPath.exec(path)
    if (year) {
      // Further pages of a year come with its first.
      if (!path.includes('_')) await this.#year(year[1]!, Number(year[2]))
      return
    }
    const fetched = await this.#web.get(path)
    if (fetched.status >= 400) {
      this.#missing.add(path)
      return
    }
    this.#pages++
    const list = listPath.exec(path)
    let made = fetched
    if (list && fetched.status === 200) {
      const years = await this.#yearsOf(path)
      const html = yearsInstead(fetched.body.toString('utf8'), years, this.#o.site.base, path)
      made = { ...fetched, body: Buffer.from(html) }
      for (const form of ['rss.xml', 'atom.xml', 'feed.json']) this.#meet(path + form)
    }
    for (const link of await this.#page(path, made)) this.#meet(link)
  }

  #selectionOf(path: string) {
    const [, slug, column] = listPath.exec(path)!
    const body = slug === undefined ? null : this.#bodies.bySlug(slug)!
    return { ...everything, bodyIds: body ? [body.id] : null, columns: listColumn(column!)?.columns ?? null }
  }

  async #yearsOf(path: string): Promise<number[]> {
    return store.yearsOf(this.#o.db, this.#selectionOf(path))
  }

  async #year(path: string, year: number): Promise<void> {
    const fetched = await this.#web.get(`${path}?year=${year}`)
    if (fetched.status !== 200) {
      this.#missing.add(`${path}${year}.html`)
      return
    }
    const rows: Row[] = []
    const span = { from: `${year}-01-01`, until: `${year + 1}-01-01` }
    for await (const row of every(this.#o.db, { ...this.#selectionOf(path), ...span })) rows.push(row)
    const bodies = listPath.exec(path)![1] === undefined ? this.#bodies : null
    const files = yearFiles(fetched.body.toString('utf8'), {
      site: this.#o.site,
      listPath: path,
      year,
      rows,
      bodies,
    })
    for (const file of files) {
      this.#pages++
      this.#known.add(file.path)
      const { html, links } = rewrite(file.html, {
        path: file.path,
        base: this.#o.site.base,
        script: scriptFile,
      })
      await this.#write(fileOf(file.path), html)
      for (const link of links) this.#meet(link)
    }
  }

  /** The index of titles, and the page that asks it. */
  async #search(blocks: readonly number[]): Promise<void> {
    const { db, site } = this.#o
    for (const block of blocks) {
      const rows = await store.titlesBetween(db, block * blockSize, (block + 1) * blockSize)
      const files = blockFiles(block, rows)
      if (rows.length === 0) await this.#folder.remove(`search/${block}`)
      // A word that no title holds any more leaves no file behind.
      const kept = new Set(files.map(f => f.name))
      for (let n = 0; n < shards; n++)
        if (!kept.has(`p${n}.json`)) await this.#folder.remove(`search/${block}/p${n}.json`)
      for (let n = 0; n < blockSize / page; n++)
        if (!kept.has(`t${n}.json`)) await this.#folder.remove(`search/${block}/t${n}.json`)
      for (const file of files) await this.#write(`search/${block}/${file.name}`, file.text)
    }
    await this.#write(
      'search/meta.json',
      JSON.stringify({ blocks: await store.blocksNow(db, blockSize), shards, page }),
    )
    await this.#write(scriptFile, searchScript)
    const empty = await this.#web.get('/search')
    const html = searchPage(empty.body.toString('utf8'))
    await this.#write(
      'search.html',
      rewrite(html, { path: '/search.html', base: site.base, script: scriptFile }).html,
    )
  }
}
