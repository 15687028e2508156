import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from '../../document/journey.fixture.ts'
import { emptyFile, makeRequestBench, ordinary, type RequestBench } from '../request.fixture.ts'
import { readCase } from '../store/cases.ts'
import { lettersOf } from '../store/letters.ts'
import { performLetter } from './actions.ts'
import { letterForm } from './forms.ts'
import { checkLetter } from './model.ts'
import { letterFacts } from './values.ts'
import { openWords, wholeText } from './words.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const officer = () => bench.who.opennessOfficer
const propose = (id: number, answers: object, more: object, grounds: string[]) =>
  bench.go(id, 'propose', officer(), {
    form: { answers, grounds, file: { ...emptyFile, ...more }, findings: '经查，情况属实。' },
  })

async function latest(id: number) {
  const { house, db } = bench.t
  const row = (await lettersOf(db, id)).findLast(l => l.form === 'reply-O4')!
  const facts = await letterFacts(house, db, (await readCase(db, id))!, { ref: row.ref })
  const kept = openWords(house.vault, row)
  return { row, kept, facts, whole: wholeText(kept, facts) }
}

describe('第十四条：不予公开的理由写到答复书里', () => {
  test('危害和禁止公开的法律写进答复书，同一条的依据写在一起；删去了批准时说得出', async () => {
    const id = (await bench.register())[0]!.subject
    const law = '《中华人民共和国统计法》第二十八条'
    const more = { reason: '含全部储罐的坐标', harm: '可能被用来破坏储存设施', prohibitingLaw: law }
    await propose(id, { ...ordinary, exempt: 'whole' }, more, ['E14-3', 'E14-2'])
    const { row, kept, whole, facts } = await latest(id)
    expect(whole).toContain(`社会稳定；法律、行政法规禁止公开，即${law}）`)
    expect(whole).toContain('理由：含全部储罐的坐标。可能被用来破坏储存设施。')
    const faults = (text: string) =>
      checkLetter(letterForm('reply-O4')!, text, facts.values, facts.remedy).map(f => f.text)
    expect(faults(whole)).toEqual([])
    expect(faults(whole.replace('可能被用来破坏储存设施。', ''))).toContain('没有写明公开会造成的危害。')
    expect(faults(whole.replaceAll(law, ''))).toContain('没有写明禁止公开的法律、行政法规和条款。')
    await performLetter(bench.t.house, {
      subject: row.id,
      verb: 'save',
      actor: officer(),
      form: { text: kept.text.replaceAll(law, '有关规定') },
    })
    await bench.go(id, 'review', bench.who.legalReviewer)
    expect((await refusal(bench.go(id, 'approve', bench.who.leader))).message).toContain('禁止公开的法律')
  })

  test('第三十二条：第三方书面不同意的，答复书写明征求过意见', async () => {
    const id = (await bench.register())[0]!.subject
    await bench.go(id, 'handOut', officer(), {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    const asked = {
      who: 'thirdParty',
      name: '演示企业',
      on: '2026-03-02',
      receivedOn: '2026-03-02',
      what: '参数',
    }
    await bench.go(id, 'consult', officer(), { form: asked })
    await bench.go(id, 'hear', officer(), {
      form: { ref: '1', on: '2026-03-02', answer: 'refusesWithReasons', note: '商业秘密' },
    })
    for (const { id: subject, form, final } of await lettersOf(bench.t.db, id))
      if (!final && form.startsWith('consult'))
        await performLetter(bench.t.house, { subject, verb: 'finish', actor: officer(), reason: '已发出' })
    await propose(id, { ...ordinary, exempt: 'whole' }, { reason: '含工艺参数' }, ['E15'])
    expect((await latest(id)).whole).toContain('已书面征求第三方意见，第三方不同意公开')
  })
})
