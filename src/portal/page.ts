import type { ReactNode } from 'react'
import type { Db } from '#kit/db.ts'
import type { FileStore } from '#kit/files.ts'
import type { Now } from '#kit/now.ts'
import type { Answer } from '#kit/page.ts'
import type { Typst } from '#kit/typst.ts'
import type { Calendar } from '#law/calendar.ts'
import type { Mode } from './mode.ts'
import type { Site } from './site.ts'

/** What the rooms' public pages are given: the portal's own database role, and nothing of the office. */
export type PortalContext = {
  readonly db: Db
  readonly files: FileStore
  readonly site: Site
  readonly now: Now
  readonly calendar: Calendar
  /** With the holidays of a region (全国年节及纪念日放假办法第四条). */
  readonly calendarOf: (region?: string) => Calendar
  /** Sets PDF files for one reader; null where none can be set. */
  readonly typst: Typst | null
  /** Computes once until the record changes: for the tree of bodies, counts and the like. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>
}

export type Asked = {
  /** Without the base. */
  readonly path: string
  readonly match: RegExpExecArray
  /** Known parameters only, each once. */
  readonly query: ReadonlyMap<string, string>
  readonly mode: Mode
  /** A cookie of ours by its name; only for pages that are made for every request. */
  cookie(name: string): string | undefined
}

/** A file of a form: what the browser says of it is no more than a claim. */
export type Upload = { readonly name: string; readonly type: string; readonly bytes: Buffer }

/** Set for this site, out of reach of scripts; without `hours` until the browser is closed, with 0 taken away. */
export type OwnCookie = { readonly name: string; readonly value: string; readonly hours?: number }

/** A form sent to an address of ours. */
export type Posted = Omit<Asked, 'query'> & {
  readonly form: URLSearchParams
  /** Files by the names of their fields; only where the page takes any. */
  readonly files: ReadonlyMap<string, Upload>
  /** Whether one more of this from where it comes is allowed within so many minutes; counts it. Nothing is kept of the address. */
  allow(what: string, most: number, minutes: number): boolean
}

export type Crumb = { readonly label: string; readonly to?: string }

/** A column, as 网页标签 wants it on list and document pages. */
export type ColumnTag = {
  readonly name: string
  readonly description: string
  readonly keywords: readonly string[]
  readonly type: string
}

export type ArticleTag = {
  readonly title: string
  /** `YYYY-MM-DD HH:mm` */
  readonly publishedAt: string
  readonly source: string
  readonly keywords: readonly string[]
  readonly author: string | null
  readonly description: string
  readonly modifiedAt: string
}

/** A body in whose part of the site the page lies; its own name stands in the head. */
export type Section = {
  readonly name: string
  readonly slug: string
  readonly dutyPhone: string | null
}

/** One of the four words: 政策 · 公开 · 互动 · 服务. */
export type NavWord = 'policy' | 'openness' | 'interaction' | 'service'

/** A page of the public site; the frame (head, navigation, foot) is put around it. */
export type View = {
  readonly kind: 'view'
  readonly status?: number
  /** 标题 (‑ 栏目) before the name of the site. Empty on the front page. */
  readonly title: readonly string[]
  readonly description?: string
  readonly section?: Section | null
  readonly word?: NavWord
  readonly crumbs: readonly Crumb[]
  readonly column?: ColumnTag
  readonly article?: ArticleTag
  /** JSON-LD objects besides the site's own. */
  readonly linked?: readonly object[]
  /** Where it is not the path itself. */
  readonly canonical?: string
  readonly noindex?: boolean
  readonly prevNext?: { readonly prev?: string; readonly next?: string }
  readonly alternate?: readonly { readonly type: string; readonly title: string; readonly to: string }[]
  /** The page has its own search field; the head leaves it out. */
  readonly ownSearch?: boolean
  /** What stands in the search field of the head. */
  readonly query?: string
  /** When what it shows last changed; without it, when anything of the record last did. */
  readonly modifiedAt?: Date
  /** Shows what concerns one reader alone: no browser and no proxy keeps it. */
  readonly isPrivate?: boolean
  /** With a 503: after how many seconds it is worth asking again. */
  readonly retryAfter?: number
  readonly main: ReactNode
}

export type FileAnswer = {
  readonly kind: 'file'
  readonly hash: string
  readonly name: string
  readonly contentType: string
  readonly size: number
  /** When it was published, where that is known. */
  readonly modifiedAt?: Date | undefined
}

export type Redirect = {
  readonly kind: 'redirect'
  readonly to: string
  readonly status: 301 | 303 | 308
  readonly cookie?: OwnCookie
}

export type Raw = { readonly kind: 'raw' } & Answer

/** Bytes made while they are sent, never kept: long lists. */
export type Streamed = {
  readonly kind: 'stream'
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: AsyncIterable<string | Uint8Array>
}

/** What a program asks. */
export type Knock = Pick<Posted, 'allow'> & {
  readonly method: string
  /** Without the base. */
  readonly path: string
  readonly search: URLSearchParams
  header(name: string): string | undefined
}

/** An entrance for programs: it answers every method, parameter and fault below its path in the words that programs read. */
export type Door = {
  readonly path: RegExp
  answer(context: PortalContext, knock: Knock): Promise<Raw | Streamed>
}

/** An address of the public site: what it matches, which parameters it knows, how it answers. Null: nothing is there. */
export type PublicPage = {
  readonly path: RegExp
  readonly query?: readonly string[]
  /** False: made for every request. */
  readonly cached?: boolean
  /** Its addresses for the site map; without it none: a file, a step of a form, what is not for search engines. */
  readonly mapped?: (context: PortalContext) => Promise<readonly string[]>
  answer(context: PortalContext, asked: Asked): Promise<View | Raw | Streamed | FileAnswer | Redirect | null>
  /** What a form sent to it brings about; without it, the address only reads. Redirect (303) after success. */
  post?(context: PortalContext, posted: Posted): Promise<View | Redirect | Raw | null>
  /** Its forms may carry files, of so many bytes in all. */
  readonly uploads?: number
}
