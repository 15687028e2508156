import type { Actor } from '#kit/actor.ts'
import type { Done } from '#kit/act.ts'
import { publishedAt } from '#record/reading.ts'
import { validityOn } from '#record/validity.ts'
import type { Entry } from '#record/model.ts'
import { dayOf } from '#kit/now.ts'
import { makeDocumentBench, type DocumentBench, type More } from '../journey.fixture.ts'
import type { Draft } from '../model.ts'
import { performLibrary } from './deeds.ts'
import { addRelation, saveTerm } from './drafting.ts'

export const measures = (figure: string) =>
  `<p>第一条　为规范烟花爆竹零售点布设，保障公共安全，制定本办法。</p><p>第二条　零售点与学校的距离不得小于${figure}米。</p><p>第三条　本办法自发布之日起施行。</p><p class="right">测试县应急管理局</p><p class="right">2026年3月2日</p>`

export type LibraryBench = DocumentBench & {
  /** Publishes a normative document; `term` and `relations` are entered while it is a draft. */
  normative(
    title: string,
    more?: { draft?: Partial<Draft>; term?: object; relations?: readonly object[] },
  ): Promise<number>
  on(subject: number, verb: string, actor: Actor, more?: More): Promise<Done>
  entry(subject: number): Promise<Entry>
  validity(subject: number): Promise<string | null>
  address(subject: number): Promise<string>
}

export async function makeLibraryBench(startAt = '2026-03-02T09:00:00+08:00'): Promise<LibraryBench> {
  const bench = await makeDocumentBench(startAt)
  const { t, who, go, drafted } = bench
  const address: LibraryBench['address'] = async subject => {
    const row = await t.db
      .selectFrom('document')
      .select('address')
      .where('id', '=', subject)
      .executeTakeFirstOrThrow()
    return row.address!
  }
  const entry: LibraryBench['entry'] = async subject =>
    (await publishedAt(t.db, await address(subject)))!.entry
  return {
    ...bench,
    address,
    entry,
    validity: async subject => validityOn(await entry(subject), dayOf(t.house.now())),
    on: (subject, verb, actor, more = {}) => performLibrary(t.house, { subject, verb, actor, ...more }),
    async normative(title, more = {}) {
      const { subject } = await drafted({
        title,
        normative: true,
        columns: ['normative'],
        bodyHtml: measures('100'),
        ...more.draft,
      })
      if (more.term) await saveTerm(t.house, who.drafter, subject, more.term)
      for (const relation of more.relations ?? []) await addRelation(t.house, who.drafter, subject, relation)
      await go(subject, 'submit', who.drafter)
      await go(subject, 'approve', who.departmentHead)
      await go(subject, 'agree', who.opennessOfficer)
      await go(subject, 'pass', who.legalReviewer, { reason: '合法' })
      await go(subject, 'sign', who.leader)
      await go(subject, 'number', who.publisher, { form: { series: '测应急' } })
      await go(subject, 'issue', who.publisher)
      await go(subject, 'publish', who.publisher)
      return subject
    },
  }
}
