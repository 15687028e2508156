import mammoth from 'mammoth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isClauseId } from '#law/clauses.ts'
import { outcomes } from '#law/outcomes.ts'
import { hasChineseFonts, textOfPdf } from '../../document/renderings/pdf.fixture.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { emptyFile, makeRequestBench, ordinary, type RequestBench } from '../request.fixture.ts'
import { readCase } from '../store/cases.ts'
import { lettersOf, replyOf } from '../store/letters.ts'
import { makeLetter, performLetter } from './actions.ts'
import { letterForm, letterForms } from './forms.ts'
import { checkLetter, fill, templateFaults, type Values } from './model.ts'
import { paperAs } from './render.ts'
import { letterFacts } from './values.ts'
import { openWords, wholeText, wordsHash } from './words.ts'

let bench: RequestBench
const day = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const officer = () => bench.who.opennessOfficer
const propose = (id: number, answers: object = ordinary, more: object = {}, grounds: string[] = []) =>
  bench.go(id, 'propose', officer(), {
    form: { answers, grounds, file: { ...emptyFile, ...more }, findings: '经查，情况属实。' },
  })
const save = (subject: number, text: string) =>
  performLetter(bench.t.house, { subject, verb: 'save', actor: officer(), form: { text } })

async function registered(change: object = {}): Promise<number> {
  day('2026-03-02')
  return (await bench.register(change))[0]!.subject
}
async function latest(id: number, form: string) {
  const row = (await lettersOf(bench.t.db, id)).findLast(l => l.form === form)!
  const facts = await letterFacts(bench.t.house, bench.t.db, (await readCase(bench.t.db, id))!, {
    ref: row.ref,
  })
  const kept = openWords(bench.t.house.vault, row)
  return {
    row,
    kept,
    facts,
    whole: wholeText(kept, facts),
    shown: wholeText({ text: kept.text }, facts, true),
  }
}

describe('文书目录', () => {
  test('每种办理结果都有答复书；每份文书的依据都是条款库里的条款，模板自己写得出必须写明的内容', () => {
    for (const { code } of outcomes) expect(letterForm(`reply-${code}`)?.isReply, code).toBe(true)
    expect(new Set(letterForms.map(f => f.code)).size).toBe(letterForms.length)
    for (const form of letterForms) {
      for (const id of [...form.basis, ...form.must.map(m => m.basis)])
        expect(isClauseId(id), `${form.code} ${id}`).toBe(true)
      expect(templateFaults(form, form.text), form.code).toEqual([])
    }
  })

  // 宿政办函〔2021〕21号 的目录及其补充：每一种都在，名称相符。
  test.each([
    ['申请登记表', 'registration', '政府信息公开申请登记表'],
    ['接收回执', 'receipt', '政府信息公开申请接收回执'],
    ['补正告知书', 'supplement', '政府信息公开申请补正告知书'],
    ['说明理由告知书', 'askReasons', '说明理由告知书'],
    ['延期答复告知书', 'extension', '延期答复告知书'],
    ['延迟答复告知书（第三十五条）', 'delay', '延迟答复告知书'],
    ['征求意见书（第三方）', 'consultThirdParty', '征求意见书'],
    ['征求意见确认函', 'consultReply', '征求意见确认函（由被征求意见者填写）'],
    ['征求意见告知书（给申请人）', 'consultNotice', '征求意见告知书'],
    ['依申请公开告知书（给第三方）', 'disclosureNotice', '依申请公开告知书（给第三方）'],
    ['征求意见书（共同制作机关）', 'consultAgency', '征求意见书（共同制作机关）'],
    ['征求意见书（其他机关）', 'consultOther', '征求意见书（其他行政机关）'],
    ['协办函', 'assist', '协办函'],
    ['收费通知书', 'fee', '信息处理费收费通知书'],
    ['答复书：已主动公开', 'reply-O1', '政府信息公开申请答复书（已主动公开）'],
    ['答复书：予以公开', 'reply-O2', '政府信息公开申请答复书（予以公开）'],
    ['答复书：部分公开', 'reply-O3', '政府信息公开申请答复书（部分公开）'],
    ['答复书：不予公开', 'reply-O4', '政府信息不予公开告知书'],
    ['答复书：行政查询', 'reply-O5', '政府信息公开申请告知书（行政查询事项）'],
    ['答复书：不存在', 'reply-O6', '政府信息不存在告知书'],
    ['答复书：非本机关', 'reply-O7', '非本机关政府信息告知书'],
    ['答复书：需另行制作', 'reply-O8', '政府信息公开申请告知书（需要另行制作）'],
    ['答复书：补正后仍不明确', 'reply-O9', '政府信息公开申请告知书（补正后仍不明确）'],
    ['答复书：信访类', 'reply-O10', '政府信息公开申请告知书（信访、投诉、举报类）'],
    ['答复书：重复', 'reply-O11', '不予重复处理告知书'],
    ['答复书：公开出版物', 'reply-O12', '政府信息公开申请告知书（公开出版物）'],
    ['答复书：无正当理由大量申请', 'reply-O13', '不予处理告知书（无正当理由大量、反复申请）'],
    ['答复书：确认或者重新出具', 'reply-O14', '政府信息公开申请告知书（确认或者重新出具）'],
    ['答复书：逾期不补正', 'reply-O15', '不再处理告知书（逾期不补正）'],
    ['答复书：逾期未缴费', 'reply-O16', '不再处理告知书（逾期未缴费）'],
    ['答复书：撤回、并案', 'reply-O17', '政府信息公开申请办结告知书'],
    ['更正告知书', 'correction', '更正政府信息告知书'],
    ['送达回证', 'proof', '送达回证'],
    ['审查呈批单', 'reviewSlip', '政府信息公开审查呈批单'],
    ['主动公开政府信息移送明细表', 'handOver', '主动公开政府信息移送明细表'],
  ])('文书目录：%s', (_, code, title) => {
    expect(letterForm(code)?.title).toBe(title)
  })

  test('目录里的文书一份不多；该写明的内容逐份列出', () => {
    expect(letterForms).toHaveLength(35)
    const says = (code: string) => letterForm(code)!.must.map(m => m.say)
    for (const [code, ...wanted] of [
      ['supplement', '哪里不明确、需要补正什么', '补正期限', '逾期不补正的后果'],
      ['askReasons', '法律依据（第三十五条）', '申请的数量', '计算的期间', '说明理由的期限'],
      ['extension', '延长的理由', '延长的工作日', '延长后的答复期限'],
      [
        'consultThirdParty',
        '就哪些信息征求意见',
        '15个工作日的期限',
        '逾期未提出意见的后果',
        '不同意须有合理理由',
      ],
      ['disclosureNotice', '决定公开的内容', '公开的理由', '第三方的救济途径'],
      ['fee', '收费的依据', '收费的标准', '收费的数额', '缴纳的方式', '20个工作日的期限', '逾期不缴费的后果'],
      ['reply-O4', '收到申请的日期', '申请了什么', '查明的事实', '不予公开的具体理由', '能否区分处理'],
      ['reply-O6', '检索的系统、范围、关键词和日期'],
    ] as const)
      expect(says(code), code).toEqual(expect.arrayContaining(wanted as unknown as string[]))
  })

  test('删去任何一项必须写明的内容，检查都说得出少了什么', () => {
    for (const form of letterForms)
      for (const must of form.must) {
        let text = form.text
        for (const words of must.any) text = text.replaceAll(words, '')
        // What only some cases need is asked of the letter, not of its template.
        const told = must.where
          ? checkLetter(form, text, { [must.where]: '甲乙丙' }, null).map(f => f.text)
          : templateFaults(form, text)
        expect(told.join(), `${form.code}：${must.say}`).toContain(must.say)
      }
  })

  test('第二十三条（复议法）：不予公开的答复写了“六个月内起诉”、没有写先复议，不合法', () => {
    const form = letterForm('reply-O4')!
    const values = Object.fromEntries(
      ['receivedOn', 'channel', 'number', 'requested', 'applicant', 'findings', 'grounds', 'reason'].map(
        p => [p, `〔${p}〕`],
      ),
    ) as Values
    const places = {
      remedy: 'review-first',
      reviewBody: '测试县人民政府',
      court: '测试县人民法院',
      onlineReview: 'https://review.example.invalid/',
      online: true,
    } as const
    const write = (remedy: string) => fill(form.text, { ...values, remedy })
    const lawful =
      '如不服本答复，可以自知道之日起六十日内，先向测试县人民政府申请行政复议；对行政复议决定不服的，可以自收到决定书之日起十五日内，向测试县人民法院提起行政诉讼。申请行政复议的互联网渠道：https://review.example.invalid/。'
    expect(checkLetter(form, write(lawful), values, places)).toEqual([])
    const said = checkLetter(
      form,
      write(
        '如不服，可以自知道之日起六十日内向测试县人民政府申请行政复议，或者六个月内向测试县人民法院提起行政诉讼。',
      ),
      values,
      places,
    )
    expect(said.map(f => f.basis)).toEqual(['复议法/23(2)', '复议法/23(1)(4)', '复议法/22(2)'])
  })
})

describe('文书随办理生成', () => {
  test('第三十条：补正告知书写明补正事项、期限和后果；屏幕上看不到申请人姓名，下载的文书里有', async () => {
    const id = await registered({ name: '张三丰' })
    await bench.go(id, 'askSupplement', officer(), {
      form: { on: '2026-03-02', items: '请写明是哪一年的检查计划。', until: '2026-03-20' },
    })
    const { row, kept, whole, shown, facts } = await latest(id, 'supplement')
    expect(whole).toContain('张三丰：')
    expect(whole).toContain('请写明是哪一年的检查计划。')
    expect(whole).toContain('请于2026年3月20日前补正')
    expect(shown).not.toContain('张三丰')
    expect(kept.text).toContain('{申请人}')
    expect(checkLetter(letterForm('supplement')!, whole, facts.values, null)).toEqual([])
    await save(row.id, kept.text.replace('视为放弃申请', '后果自负'))
    const said = await refusal(
      performLetter(bench.t.house, { subject: row.id, verb: 'finish', actor: officer() }),
    )
    expect(said.message).toContain('没有写明逾期不补正的后果')
    const done = await performLetter(bench.t.house, {
      subject: row.id,
      verb: 'finish',
      actor: officer(),
      reason: '已当面说明',
    })
    expect(done.state).toBe('final')
    expect((await refusal(save(row.id, '再改一次，改成别的文字看看。'))).code).toBe('not-now')
  })

  test('109号第六条：收费通知书写明依据、标准、数额、缴纳方式和期限', async () => {
    const id = await registered()
    await bench.go(id, 'handOut', officer(), {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    day('2026-03-05')
    await bench.go(id, 'charge', officer(), {
      form: {
        method: 'byVolume',
        count: 68,
        on: '2026-03-04',
        receivedOn: '2026-03-05',
        payTo: '到政务大厅缴纳',
      },
    })
    const { whole, facts } = await latest(id, 'fee')
    expect(whole).toContain('380元')
    expect(whole).toContain('到政务大厅缴纳。')
    expect(checkLetter(letterForm('fee')!, whole, facts.values, null)).toEqual([])
    expect((await latest(id, 'assist')).whole).toContain('请检索。')
  })

  test('第三十二条：征求第三方意见书和给申请人的告知书一起生成', async () => {
    const id = await registered()
    await bench.go(id, 'handOut', officer(), {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    await bench.go(id, 'consult', officer(), {
      form: {
        who: 'thirdParty',
        name: '某某化工有限公司',
        on: '2026-03-02',
        receivedOn: '2026-03-02',
        what: '安全评价报告',
      },
    })
    const letter = await latest(id, 'consultThirdParty')
    expect(letter.row.ref).toBe('1')
    expect(letter.whole).toContain('某某化工有限公司：')
    expect(letter.shown).not.toContain('某某化工有限公司')
    expect(checkLetter(letterForm('consultThirdParty')!, letter.whole, letter.facts.values, null)).toEqual([])
    const told = await latest(id, 'consultNotice')
    expect(checkLetter(letterForm('consultNotice')!, told.whole, told.facts.values, null)).toEqual([])
  })
})

describe('征求其他机关意见（第十一条、第三十三条第三款）', () => {
  test('征求意见书和给申请人的告知书一起生成；没有15个工作日，也不视为同意', async () => {
    const id = await registered()
    await bench.go(id, 'handOut', officer(), {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    await bench.go(id, 'consult', officer(), {
      form: { who: 'agency', name: '测试县生态环境局', on: '2026-03-02', what: '联合检查的记录' },
    })
    const letter = await latest(id, 'consultOther')
    expect(letter.whole).toContain('测试县生态环境局：')
    expect(letter.whole).toContain('联合检查的记录。')
    expect(letter.whole).toContain('不计算在答复期限内')
    for (const wrong of ['15个工作日', '视为同意', '【请填写']) expect(letter.whole).not.toContain(wrong)
    expect(letter.shown).not.toContain('联合检查的记录')
    expect(checkLetter(letterForm('consultOther')!, letter.whole, letter.facts.values, null)).toEqual([])
    expect((await latest(id, 'consultNotice')).whole).toContain('征求意见')
  })
})

describe('延期、给第三方的告知书', () => {
  test('延期答复告知书写明理由；给第三方的写明可以选择的救济途径，不是先复议', async () => {
    const id = await registered()
    await bench.go(id, 'proposeExtension', officer(), { reason: '需要检索多年档案', form: { days: 10 } })
    await bench.go(id, 'extend', bench.who.leader, { form: { on: '2026-03-02', days: 10 } })
    const letter = await latest(id, 'extension')
    expect(letter.whole).toContain('因需要检索多年档案，需要延长答复期限')
    expect(checkLetter(letterForm('extension')!, letter.whole, letter.facts.values, null)).toEqual([])
    await bench.go(id, 'handOut', officer(), {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    await bench.go(id, 'consult', officer(), {
      form: { who: 'thirdParty', name: '某某化工', on: '2026-03-02', what: '检查记录' },
    })
    await makeLetter(bench.t.house, officer(), id, { form: 'disclosureNotice', ref: '1' })
    const notice = await latest(id, 'disclosureNotice')
    expect(notice.whole).toContain('如不服本决定，可以自知道或者应当知道之日起六十日内向测试县人民政府')
    expect(notice.whole).toContain('六个月内向测试县人民法院')
  })
})

describe('答复书', () => {
  test('给单位的文书称“贵单位”，给公民的称“您”', async () => {
    const id = await registered({
      applicantKind: 'commercial',
      name: '某某化工有限公司',
      creditCode: '11220000740468418C',
      contactName: '联系人甲',
    })
    await propose(id)
    const { whole } = await latest(id, 'reply-O2')
    expect(whole).toContain('某某化工有限公司：')
    expect(whole).toContain('收到贵单位提出的政府信息公开申请')
    expect(whole).not.toContain('您')
  })

  test('第三十六条：审核以后不能改；批准时编号、定稿、定下指纹，以后数据变了文字也不变', async () => {
    const id = await registered()
    await propose(id)
    const draft = (await replyOf(bench.t.db, id))!
    await save(draft.id, `${openWords(bench.t.house.vault, draft).text}\n特此答复。`)
    await bench.go(id, 'review', bench.who.legalReviewer)
    expect((await refusal(save(draft.id, '审核以后偷偷改动的文字，应当不行。'))).message).toContain(
      '已经审核',
    )
    await bench.go(id, 'approve', bench.who.leader)
    const final = (await replyOf(bench.t.db, id))!
    expect(final).toMatchObject({ final: true, number: (await readCase(bench.t.db, id))!.replyNumber })
    const kept = openWords(bench.t.house.vault, final)
    expect(kept.on).toBe('2026-03-02')
    const whole = () => latest(id, 'reply-O2').then(l => l.whole)
    const before = await whole()
    expect(before).toContain('特此答复。')
    expect(final.hash).toBe(wordsHash({ form: final.form, number: final.number, on: kept.on!, text: before }))
    await bench.t.db.updateTable('request').set({ sealed: null }).where('id', '=', id).execute()
    expect(await whole()).toBe(before)
  })

  test('答复书里删掉了救济途径，不能批准，除非写明理由；理由记入履历', async () => {
    const id = await registered()
    await propose(id)
    const draft = (await replyOf(bench.t.db, id))!
    const { text } = openWords(bench.t.house.vault, draft)
    await save(draft.id, text.slice(0, text.indexOf('如不服本答复')))
    await bench.go(id, 'review', bench.who.legalReviewer)
    const said = await refusal(bench.go(id, 'approve', bench.who.leader))
    expect(said.reasons.map(r => r.basis)).toEqual(expect.arrayContaining(['复议法/20', '行诉法/46']))
    await bench.go(id, 'approve', bench.who.leader, { form: { despite: '另纸告知' } })
    expect((await readCase(bench.t.db, id))!.state).toBe('approved')
  })

  test('第三十六条第（四）项：信息不存在的答复写出检索的系统、范围、关键词和日期', async () => {
    const id = await registered()
    await bench.go(id, 'search', officer(), {
      form: {
        on: '2026-03-02',
        systems: ['公文系统', '档案室'],
        scope: '2019年至2023年',
        keywords: ['检查计划'],
        found: false,
      },
    })
    await propose(id, { ...ordinary, held: 'notFound' })
    const { whole } = await latest(id, 'reply-O6')
    expect(whole).toMatch(
      /2026年3月2日检索了公文系统、档案室，范围为2019年至2023年，关键词为“检查计划”，没有找到。/,
    )
    await makeLetter(bench.t.house, officer(), id, { form: 'proof' })
    expect((await latest(id, 'proof')).whole).toContain('送达文书：《政府信息不存在告知书》')
  })

  test('DOCX和PDF是同一份文字，由另一种程序读得出；没有印章', { skip: !hasChineseFonts }, async () => {
    const id = await registered({ name: '张三丰' })
    await propose(id)
    const { whole } = await latest(id, 'reply-O2')
    const paper = {
      form: letterForm('reply-O2')!,
      text: whole,
      number: '测应急公开复〔2026〕9号',
      body: '测试县应急管理局',
      on: '2026-03-02',
      attachments: ['检查计划.docx'],
    }
    const docx = await paperAs('docx', paper, bench.t.house.typst)
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(docx) })
    const pdf = (await textOfPdf(await paperAs('pdf', paper, bench.t.house.typst))).replace(/\s/g, '')
    for (const words of [
      '政府信息公开申请答复书',
      '测应急公开复〔2026〕9号',
      '张三丰：',
      '测试县人民政府申请行政复议',
      '附件：检查计划',
      '2026年3月2日',
    ]) {
      expect(value.replace(/\s/g, ''), words).toContain(words)
      expect(pdf, words).toContain(words)
    }
  })

  test('答复书只随拟定答复生成；没有权限的人、别处的人、三员拟不了文书', async () => {
    const id = await registered()
    const make = (actor: (typeof bench.who)['leader'], form = 'registration') =>
      makeLetter(bench.t.house, actor, id, { form })
    expect((await refusal(make(officer(), 'reply-O2'))).message).toContain('拟定答复')
    expect((await refusal(make(bench.who.leader))).code).toBe('forbidden')
    for (const actor of [
      bench.who.systemAdmin,
      bench.who.securityAdmin,
      bench.who.auditAdmin,
      bench.who.drafter,
    ])
      expect((await refusal(make(actor))).code).toBe('not-found')
    await make(officer())
    expect((await latest(id, 'registration')).whole).toContain('测应急公开申〔2026〕')
  })
})
