import { administration } from './clauses/administration.ts'
import { circulars } from './clauses/circulars.ts'
import { decisions } from './clauses/decisions.ts'
import { forms } from './clauses/forms.ts'
import { jiaozuo } from './clauses/jiaozuo.ts'
import { jilin } from './clauses/jilin.ts'
import { localities } from './clauses/localities.ts'
import { ministry390 } from './clauses/ministry390.ts'
import { regulation } from './clauses/regulation.ts'
import { remedies } from './clauses/remedies.ts'
import { ruili } from './clauses/ruili.ts'
import { safety } from './clauses/safety.ts'
import { secrecy } from './clauses/secrecy.ts'
import { shanghai } from './clauses/shanghai.ts'
import { chineseNumber, clausesOf, titleOf, type Clause, type ClauseSource } from './clauses/source.ts'

export type { Clause, ClauseSource } from './clauses/source.ts'

/** Every source of the register: the regulation, the five source documents, then the companions. */
export const clauseSources: readonly ClauseSource[] = [
  regulation,
  ministry390,
  ruili,
  jiaozuo,
  shanghai,
  jilin,
  ...remedies,
  ...secrecy,
  ...safety,
  ...decisions,
  ...administration,
  ...circulars,
  ...forms,
  ...localities,
]

/** The register in the order of the sources and of the articles in them. */
export const clauses: readonly Clause[] = clauseSources.flatMap(clausesOf)

const byId = new Map(clauses.map(one => [one.id, one]))
const bySource = new Map(clauseSources.map(one => [one.source, one]))

/** The short name of the source and the place in it: GB/T 9704/7.2.5 → GB/T 9704, 7.2.5. */
function splitId(id: string): [source: string, place: string] {
  const at = id.lastIndexOf('/')
  return at < 1 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)]
}

/** An id that is not in the register; the sentence says whether the source or only the article is unknown. */
export class ClauseError extends Error {
  override readonly name = 'ClauseError'
}

/** Whether this id is in the register. */
export function isClauseId(id: string): boolean {
  return byId.has(id)
}

/** The clause of this id (条例/26, 390号/四(一)5). Throws a ClauseError for an id that is not in the register. */
export function clause(id: string): Clause {
  const found = byId.get(id)
  if (found !== undefined) return found
  const [source, place] = splitId(id)
  const known = bySource.get(source)
  if (place === '' || known === undefined) {
    const names = clauseSources.map(one => one.source).join('、')
    throw new ClauseError(
      `依据“${id}”的来源没有登记。编号写作“来源/条号”，如“条例/26”；已登记的来源有：${names}。`,
    )
  }
  const places = clauses.filter(one => one.source === source).map(one => splitId(one.id)[1])
  const shown = places.length > 12 ? [...places.slice(0, 12), '……'] : places
  throw new ClauseError(
    `依据“${id}”没有登记：${titleOf(known)}已登记${places.length}处（${shown.join('、')}），请核对条号。`,
  )
}

/**
 * How a clause is cited in a reply or beside a button: a statute without its number
 * (《中华人民共和国政府信息公开条例》第二十六条), a circular with it (《……的通知》（应急厅函〔2019〕390号）四（一）5).
 * Throws a ClauseError for an unknown id.
 */
export function cite(id: string): string {
  const found = clause(id)
  const source = bySource.get(found.source)
  if (source === undefined) throw new ClauseError(`依据“${id}”的来源没有登记。`)
  return (source.citeNumber === true ? found.document : titleOf(source)) + found.article
}

/** Whether the clause is in force on this civil day (`YYYY-MM-DD`); both ends included. */
export function isInForce(one: Clause, on: string): boolean {
  return (one.inForceFrom ?? '') <= on && on <= (one.inForceUntil ?? '9999-12-31')
}

const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s《》“”]/g, '')

const haystacks = clauses.map(one => fold([one.id, one.document, one.article, one.text].join('|')))

/**
 * Clauses in which all the words (separated by spaces) occur, in the order of the register. 第26条 and 第二十六条 are the
 * same; brackets of any width are the same. No words: nothing.
 */
export function findClauses(words: string): Clause[] {
  const wanted = words
    .trim()
    .split(/\s+/)
    .map(word => fold(word.replaceAll(/第(\d{1,4})条/g, (_, digits: string) => articleInWords(digits))))
    .filter(word => word !== '')
  if (wanted.length === 0) return []
  return clauses.filter((_, at) => wanted.every(word => haystacks[at]?.includes(word)))
}

function articleInWords(digits: string): string {
  const value = Number(digits)
  return value < 1 ? `第${digits}条` : `第${chineseNumber(value)}条`
}

/** A clause as a screen or a letter shows it beside what rests on it: its citation, its words, and how sure its text is. */
export type BasisView = {
  readonly id: string
  readonly cite: string
  readonly text: string
  readonly mark: string
}

/** The clause of this id for showing. Throws a ClauseError for an id that is not in the register. */
export function basisView(id: string): BasisView {
  const found = clause(id)
  return { id, cite: cite(id), text: found.text, mark: found.mark }
}
