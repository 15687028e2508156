import type { Query } from '#kit/db.ts'
import { addDays } from '#law/day.ts'
import { defaultTerms, lastDayOfTerm, longestTerm } from '#law/normativeTerms.ts'
import type { DocumentRow } from '../store.ts'
import type { FieldView } from '../views.ts'
import { endHows, relationKinds } from './model.ts'
import { normativeOf, relationsOf, ruleOf } from './store.ts'
import type { LibraryVerb } from './workflow.ts'

const field = (
  name: string,
  label: string,
  type: FieldView['type'],
  more: Partial<FieldView> = {},
): FieldView => ({ name, label, type, required: true, hint: null, options: null, value: '', ...more })

const publicNote = (hint: string, required = true) =>
  field('publicNote', '给公众看的说明', 'text', { hint, required })

const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }))

/** What a step of the library asks for besides a word. */
export async function libraryFields(
  db: Query,
  document: DocumentRow,
  verb: LibraryVerb,
  today: string,
): Promise<FieldView[]> {
  switch (verb) {
    case 'relate':
      return [
        field('relation', '本件对另一件文件', 'one', { options: options(relationKinds), value: 'basis' }),
        field('target', '另一件文件', 'text', {
          hint: '填写已公开文件的文号、网址或完整标题；不在本系统的，写成《文件全称》（文号）。',
        }),
        field('whole', '修改的范围', 'one', {
          required: false,
          hint: '只在关系为“修改”时有用。',
          options: [
            { value: 'part', label: '部分修改' },
            { value: 'whole', label: '全文修改' },
          ],
          value: 'part',
        }),
        field('on', '自哪一天起', 'day', {
          required: false,
          hint: '修改、废止、替代的生效日期；不填即本件的实施日期或印发日期。',
        }),
        publicNote('不填即由系统按关系写明。', false),
      ]
    case 'unrelate': {
      const own = (await relationsOf(db, document.id)).filter(r => r.standing === 'public')
      return [
        field('relation', '撤销哪个关系', 'one', {
          options: own.map(r => ({
            value: String(r.id),
            label: `${relationKinds[r.relation].replace(/（.*/, '')}《${r.targetTitle}》`,
          })),
          value: own[0] ? String(own[0].id) : '',
        }),
        publicNote('例如“更正：撤销登记错误的修改关系。”'),
      ]
    }
    case 'extend': {
      const now = await normativeOf(db, document.id)
      const terms = (await ruleOf(db, document.bodyId)) ?? defaultTerms
      const from = now.expiresOn
        ? addDays(now.expiresOn, 1)
        : (now.effectiveOn ?? document.issuedOn ?? document.writtenOn ?? today)
      const most = lastDayOfTerm(from, longestTerm(document.title, terms))
      return [
        field('expiresOn', '有效期至', 'day', {
          hint: `${now.expiresOn ? `现在到${now.expiresOn}；` : ''}最长到${most}。`,
        }),
        publicNote('例如“经评估继续适用，有效期延长至2031年6月30日。”'),
      ]
    }
    case 'end':
      return [
        field('how', '怎样结束', 'one', { options: options(endHows), value: 'repealed' }),
        field('on', '自哪一天起', 'day', { value: today, hint: '这一天起不再施行。' }),
        publicNote('例如“经局务会议决定，自2026年12月1日起废止。”'),
      ]
  }
}
