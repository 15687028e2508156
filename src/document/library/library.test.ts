import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultOfCurrent } from '#record/verify/current.ts'
import { turnValidities } from '#record/actions.ts'
import { makeBureau } from '../../../test/setup/bureau.ts'
import { refusal } from '../journey.fixture.ts'
import { saveTerm, addRelation, removeRelation } from './drafting.ts'
import { makeLibraryBench, measures, type LibraryBench } from './library.fixture.ts'
import { normativeOf, putRule, relationsOf } from './store.ts'

let bench: LibraryBench
beforeAll(async () => {
  bench = await makeLibraryBench()
})
afterAll(() => bench.t.close())

const number = async (subject: number) => (await bench.entry(subject)).documentNumber!
const revisions = async (subject: number) =>
  (
    await bench.t.db
      .selectFrom('record.publication')
      .select(['revision', 'note'])
      .where('address', '=', await bench.address(subject))
      .orderBy('revision')
      .execute()
  ).map(r => r.note)
const current = async (subject: number) =>
  bench.t.db
    .selectFrom('record.current')
    .select(['validity', 'turns_on', 'validity_on'])
    .where('address', '=', await bench.address(subject))
    .executeTakeFirstOrThrow()
const at = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
const turn = (on: string) => bench.t.db.transaction().execute(trx => turnValidities(trx, on))
const sound = async () => expect(await faultOfCurrent(bench.t.db, bench.bureau.bodyId)).toBeNull()

describe('立改废：两边同时显示', () => {
  test('上海一（二）：新办法替代旧办法——拟稿时登记，发布的同一刻旧办法标明废止并指向新办法', async () => {
    const old = await bench.normative('测试县烟花爆竹零售点布设办法')
    const now = await bench.normative('测试县烟花爆竹零售点布设管理办法', {
      draft: { bodyHtml: measures('150') },
      relations: [{ relation: 'replaces', target: await number(old) }],
    })
    const [oldEntry, newEntry] = [await bench.entry(old), await bench.entry(now)]
    expect(await bench.validity(old)).toBe('repealed')
    expect(oldEntry.repealedOn).toBe('2026-03-02')
    expect(oldEntry.links).toEqual([
      {
        relation: 'replaced-by',
        title: newEntry.documentNumber,
        address: await bench.address(now),
        on: '2026-03-02',
      },
    ])
    expect(newEntry.links).toEqual([
      {
        relation: 'replaces',
        title: oldEntry.documentNumber,
        address: await bench.address(old),
        on: '2026-03-02',
      },
    ])
    expect(await revisions(old)).toEqual([
      null,
      `自2026-03-02起被${newEntry.documentNumber}文件替代，同时废止。`,
    ])
    expect((await current(old)).validity).toBe('repealed')
    await sound()
  })

  test('以后某日起修改：到日子之前现行有效，到日子自己变为部分修改，不用人点', async () => {
    const old = await bench.normative('测试县应急物资管理办法')
    const now = await bench.normative('测试县应急物资管理办法修改决定', {
      relations: [{ relation: 'amends', target: await bench.address(old), on: '2026-04-01' }],
    })
    expect(await bench.validity(old)).toBe('in-force')
    expect(await current(old)).toMatchObject({ validity: 'in-force', turns_on: '2026-04-01' })
    at('2026-04-01')
    expect(await bench.validity(old)).toBe('amended')
    const turned = await turn('2026-04-01')
    expect(turned).toMatchObject([{ title: '测试县应急物资管理办法', from: 'in-force', to: 'amended' }])
    expect(await turn('2026-04-01')).toEqual([])
    expect((await current(old)).validity).toBe('amended')
    await sound()

    const [relation] = await relationsOf(bench.t.db, now)
    await bench.on(now, 'unrelate', bench.who.publisher, {
      reason: '登记错了',
      form: { relation: relation!.id, publicNote: '更正：撤销登记错误的修改关系。' },
    })
    expect(await bench.validity(old)).toBe('in-force')
    expect((await bench.entry(old)).links).toEqual([])
    expect((await bench.entry(now)).links).toEqual([])
    await sound()
    at('2026-03-02')
  })

  test('发布以后补登：名称在库外的只登记名称；依据、实施不改对方', async () => {
    const subject = await bench.normative('测试县应急预案管理办法')
    const basis = await bench.normative('测试县突发事件应对规定')
    await bench.on(subject, 'relate', bench.who.opennessOfficer, {
      reason: '补登依据',
      form: { relation: 'basis', target: '《中华人民共和国突发事件应对法》（主席令第二十五号）' },
    })
    await bench.on(subject, 'relate', bench.who.opennessOfficer, {
      reason: '补登实施关系',
      form: {
        relation: 'implements',
        target: '测试县突发事件应对规定',
        publicNote: '补充登记所实施的文件。',
      },
    })
    expect((await bench.entry(subject)).links.map(l => [l.relation, l.title, l.address !== null])).toEqual([
      ['basis', '中华人民共和国突发事件应对法', false],
      ['implements', await number(basis), true],
    ])
    expect(await revisions(basis)).toEqual([null])
    expect(await revisions(subject)).toEqual([
      null,
      '补充登记：以《中华人民共和国突发事件应对法》为依据。',
      '补充登记所实施的文件。',
    ])
  })

  test('焦作二（四）：登记解读，文件和解读相互关联，文件的效力不变；撤销以后两边都不再说', async () => {
    const policy = await bench.normative('测试县冬春救助工作办法')
    const reading = await bench.normative('测试县冬春救助工作办法解读')
    await bench.on(reading, 'relate', bench.who.opennessOfficer, {
      reason: '关联解读',
      form: { relation: 'interprets', target: await number(policy) },
    })
    expect((await bench.entry(reading)).links).toMatchObject([
      { relation: 'interprets', address: await bench.address(policy) },
    ])
    expect((await bench.entry(policy)).links).toMatchObject([
      { relation: 'interpreted-by', address: await bench.address(reading) },
    ])
    expect(await revisions(policy)).toEqual([null, '解读已公开，与本件相互关联。'])
    expect(await current(policy)).toMatchObject({ validity: 'in-force', turns_on: null })
    await sound()

    const [relation] = await relationsOf(bench.t.db, reading)
    await bench.on(reading, 'unrelate', bench.who.publisher, {
      reason: '登记错了',
      form: { relation: relation!.id, publicNote: '更正：这不是那件文件的解读。' },
    })
    expect((await bench.entry(policy)).links).toEqual([])
    expect((await bench.entry(reading)).links).toEqual([])
    expect(await revisions(policy)).toEqual([
      null,
      '解读已公开，与本件相互关联。',
      '更正：撤销此前登记的解读。',
    ])
    await sound()
  })

  test('解读拟稿时登记，发布的同一刻关联；上级的文件由公开记录显示，不因此多出一个版本', async () => {
    const policy = await bench.normative('测试县避灾安置办法')
    const reading = await bench.normative('测试县避灾安置办法图解', {
      relations: [{ relation: 'interprets', target: await number(policy) }],
    })
    expect((await bench.entry(policy)).links).toMatchObject([
      { relation: 'interpreted-by', address: await bench.address(reading) },
    ])
    const other = await makeBureau(bench.t.db, 'above-bureau', '上级应急管理局')
    const { publishForeign } = await import('./foreign.fixture.ts')
    const foreign = await publishForeign(bench.t, other.bodyId, 'above-bureau', '上级应急管理局')
    await bench.on(reading, 'relate', bench.who.publisher, {
      reason: '也解读上级的文件',
      form: { relation: 'interprets', target: foreign },
    })
    expect((await bench.entry(reading)).links.map(l => l.relation)).toEqual(['interprets', 'interprets'])
    const { revisions: count } = await bench.t.db
      .selectFrom('record.publication')
      .select(({ fn }) => fn.countAll<number>().as('revisions'))
      .where('body_id', '=', other.bodyId)
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(1)
  })

  test('自己、循环、没有权限、日期早于印发、已废止、重复、找不到：各有一句话，什么也没有改变', async () => {
    const a = await bench.normative('测试县值班值守规定（甲）')
    const b = await bench.normative('测试县值班值守规定（乙）', {
      relations: [{ relation: 'amends', target: await number(a) }],
    })
    const other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
    const foreign = await foreignDocument(other.bodyId)
    const relate = (form: object) =>
      refusal(bench.on(a, 'relate', bench.who.publisher, { reason: '理由', form })).then(r => r.message)

    expect(await relate({ relation: 'replaces', target: await number(a) })).toContain('与自己')
    expect(await relate({ relation: 'repeals', target: await number(b) })).toContain('成了循环')
    expect(await relate({ relation: 'repeals', target: foreign })).toContain(
      '别县应急管理局制发，本机关无权废止',
    )
    expect(await relate({ relation: 'amends', target: '没有这件〔2026〕9号' })).toContain('没有找到')
    const c = await bench.normative('测试县值班值守规定（丙）')
    expect(await relate({ relation: 'amends', target: await number(c), on: '2026-03-01' })).toContain(
      '早于《测试县值班值守规定（丙）》的印发日期2026-03-02',
    )
    await bench.on(c, 'end', bench.who.publisher, {
      reason: '局务会议决定',
      form: { how: 'repealed', on: '2026-03-02', publicNote: '经局务会议决定废止。' },
    })
    expect(await relate({ relation: 'amends', target: await number(c) })).toContain('已于2026-03-02废止')
    expect(await relate({ relation: 'basis', target: await number(c) })).toContain('不能作为依据')
    const double = await refusal(
      bench.on(b, 'relate', bench.who.publisher, {
        reason: '理由',
        form: { relation: 'amends', target: await number(a) },
      }),
    )
    expect(double.message).toContain('不必重复登记')
    expect(await revisions(a)).toHaveLength(2)
    expect((await relationsOf(bench.t.db, a)).length).toBe(0)
  })

  async function foreignDocument(bodyId: number): Promise<string> {
    // Published by another body of the same house, straight into the record.
    const { publishForeign } = await import('./foreign.fixture.ts')
    return publishForeign(bench.t, bodyId, 'other-bureau', '别县应急管理局')
  }

  test('上级机关可以废止下级的文件：下级的链上留下一条，下级的页面同时改变', async () => {
    const below = await makeBureau(bench.t.db, 'below-bureau', '测试乡应急管理所')
    await bench.t.db
      .updateTable('body')
      .set({ parent_id: bench.bureau.bodyId, ancestors: [bench.bureau.bodyId] })
      .where('id', '=', below.bodyId)
      .execute()
    const { publishForeign } = await import('./foreign.fixture.ts')
    const address = await publishForeign(bench.t, below.bodyId, 'below-bureau', '测试乡应急管理所')
    const now = await bench.normative('测试县统一值守规定', {
      relations: [{ relation: 'repeals', target: address }],
    })
    const row = await bench.t.db
      .selectFrom('record.current')
      .select(['validity', 'body_id'])
      .where('address', '=', address)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ validity: 'repealed', body_id: below.bodyId })
    expect((await bench.entry(now)).links[0]!.address).toBe(address)
    expect(await faultOfCurrent(bench.t.db, below.bodyId)).toBeNull()
  })
})

describe('有效期', () => {
  test('拟稿时写年数：印发后算出截止日；到次日自己变为已失效', async () => {
    const subject = await bench.normative('测试县危险源登记办法（试行）', {
      term: { effectiveOn: '2026-03-10', termYears: 2 },
    })
    expect(await bench.entry(subject)).toMatchObject({
      effectiveOn: '2026-03-10',
      expiresOn: '2028-03-09',
      validity: 'in-force',
    })
    at('2028-03-09')
    expect(await bench.validity(subject)).toBe('in-force')
    at('2028-03-10')
    expect(await bench.validity(subject)).toBe('expired')
    expect((await turn('2028-03-10')).map(x => x.to)).toContain('expired')
    await sound()
    at('2026-03-02')
  })

  test('拟稿时填错的有效期：一次说全；试行最长两年；不是规范性文件不填', async () => {
    const { subject } = await bench.drafted({
      title: '测试县登记办法（试行）',
      normative: true,
      writtenOn: '2026-03-02',
    })
    const save = (form: object) => saveTerm(bench.t.house, bench.who.drafter, subject, form)
    const both = await refusal(
      save({ effectiveOn: '2026-03-01', termYears: 5, expiresOn: '2031-01-01', noTermReason: '无' }),
    )
    expect(both.reasons.map(r => r.field)).toEqual(['expiresOn', 'noTermReason', 'effectiveOn', 'expiresOn'])
    expect((await refusal(save({ termYears: 3 }))).message).toContain('最长2年')
    expect((await refusal(save({ effectiveOn: '2026-02-30' }))).message).toContain('存在的日子')
    expect((await refusal(save({ expiresOn: '2026-01-01' }))).message).toContain('早于实施日期')
    await save({ termYears: 2 })
    await save({ noTermReason: '上位法要求长期执行' })
    expect(await normativeOf(bench.t.db, subject)).toMatchObject({ termYears: null, expiresOn: null })
    const plain = await bench.drafted({})
    const refused = await refusal(saveTerm(bench.t.house, bench.who.drafter, plain.subject, { termYears: 2 }))
    expect(refused.message).toContain('没有勾选“规范性文件”')
    const stranger = await refusal(saveTerm(bench.t.house, bench.who.drafter2, subject, { termYears: 2 }))
    expect(stranger.code).not.toBe('invalid')
  })

  test('续期：公开页面换成新日期并附说明；过期的、倒退的、超过最长年限的不行', async () => {
    const subject = await bench.normative('测试县隐患举报奖励办法', { term: { expiresOn: '2026-06-30' } })
    const extend = (expiresOn: string) =>
      bench.on(subject, 'extend', bench.who.legalReviewer, {
        reason: '评估后继续适用',
        form: { expiresOn, publicNote: '经评估，有效期延长。' },
      })
    expect((await refusal(extend('2026-06-30'))).message).toContain('须更晚')
    expect((await refusal(extend('2031-07-01'))).message).toContain('最长到2031-06-30')
    await extend('2028-06-30')
    expect(await bench.entry(subject)).toMatchObject({ expiresOn: '2028-06-30' })
    expect(await revisions(subject)).toEqual([null, '经评估，有效期延长。'])
    at('2028-07-01')
    expect((await refusal(extend('2029-06-30'))).message).toContain('已于2028-06-30失效')
    at('2026-03-02')
  })

  test('宣布失效：从所写的那天起失效，前一天仍有效；再办说已失效', async () => {
    const subject = await bench.normative('测试县临时管控规定')
    const end = () =>
      bench.on(subject, 'end', bench.who.publisher, {
        reason: '任务完成',
        form: { how: 'expired', on: '2026-04-01', publicNote: '适用期已过，宣布失效。' },
      })
    await end()
    expect(await bench.validity(subject)).toBe('in-force')
    at('2026-04-01')
    expect(await bench.validity(subject)).toBe('expired')
    expect((await refusal(end())).message).toContain('失效，不需要再办')
    at('2026-03-02')
  })
})

describe('统一编号', () => {
  test('37号文：印发时按本机关的样式取号，连续不断；不是规范性文件的不取；没有设样式的不取', async () => {
    const before = await bench.normative('测试县无统一编号的规定')
    expect((await bench.entry(before)).unifiedNumber).toBeNull()
    const rule = {
      generalYears: 5,
      trialYears: 2,
      depositDays: 30,
      unifiedTemplate: 'CSGS-{year}-{seq}',
      reason: '本县规定',
    }
    await bench.t.db
      .transaction()
      .execute(trx => putRule(trx, bench.bureau.bodyId, rule, bench.who.leader.staffId, bench.t.house.now()))
    const subjects = [
      await bench.normative('测试县有统一编号的规定一'),
      await bench.normative('测试县有统一编号的规定二'),
    ]
    expect(await Promise.all(subjects.map(async s => (await bench.entry(s)).unifiedNumber))).toEqual([
      'CSGS-2026-1',
      'CSGS-2026-2',
    ])
    const plain = await bench.upTo('publish')
    expect((await bench.entry(plain)).unifiedNumber).toBeNull()
  })
})

describe('拟稿时的关系', () => {
  test('可以登记、删去；送审以后不能改', async () => {
    const target = await bench.normative('测试县被引用的规定')
    const { subject } = await bench.drafted({ normative: true, title: '测试县引用的规定' })
    const { house } = bench.t
    const { drafter } = bench.who
    const id = await addRelation(house, drafter, subject, { relation: 'basis', target: await number(target) })
    await removeRelation(house, drafter, subject, id)
    expect((await refusal(removeRelation(house, drafter, subject, id))).code).toBe('not-found')
    await bench.go(subject, 'submit', drafter)
    const late = await refusal(
      addRelation(house, drafter, subject, { relation: 'basis', target: '《某法》' }),
    )
    expect(late.code).toBe('not-now')
  })
})
