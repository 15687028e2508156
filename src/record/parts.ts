import type { ReactNode } from 'react'
import type { PortalContext } from '#portal/page.ts'
import type { Kind, RecordBody } from './model.ts'
import type { ShownDocument } from './portal/rail.tsx'

/**
 * What other rooms hang into the pages of the public record. A part that has nothing to show answers null and leaves no trace:
 * empty columns are not shown to the public.
 */
export type Place =
  /** Front pages, behind the ways of “要信息”: `<li>`. */
  | 'door'
  /** Front pages, after the newest. */
  | 'home'
  /** Above the facts of a publication: validity, that it was replaced. */
  | 'notice'
  /** Between its facts and its text. */
  | 'lead'
  /** Beside its text. */
  | 'rail'
  /** Under its text. */
  | 'after'
  /** 互动 and 服务 of the site or of a body. */
  | 'interaction'
  | 'service'
  /** On the page of 依申请公开, of the guide, of what the statute lists, under the annual reports. */
  | 'request'
  | 'guide'
  | 'statutory'
  | 'annual'
  /** At a machine in a service hall: large links. */
  | 'kiosk'

export type About = {
  readonly body: RecordBody | null
  /** On pages of a publication. */
  readonly shown: ShownDocument | null
}

export type PagePart = {
  readonly place: Place
  /** Lower stands first; 100 where nothing speaks for another. */
  readonly order: number
  /** On pages of publications of these kinds only. */
  readonly kinds?: readonly Kind[]
  make(context: PortalContext, about: About): Promise<ReactNode | null>
}

export type Parts = readonly PagePart[]

/** The parts of a place that have something to show, in order. */
export async function partsAt(
  parts: Parts,
  place: Place,
  context: PortalContext,
  about: About,
): Promise<readonly ReactNode[]> {
  const kind = about.shown?.entry.kind
  const mine = parts
    .filter(p => p.place === place && (!p.kinds || (kind !== undefined && p.kinds.includes(kind))))
    .sort((a, b) => a.order - b.order)
  const made = await Promise.all(mine.map(p => p.make(context, about)))
  return made.filter(node => node !== null && node !== undefined && node !== false)
}
