import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { reveal } from './actions/reveal.ts'
import type { Channel } from './model.ts'
import { caseView } from './present.ts'
import { receiptRules } from './receipt.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'
import { readCase } from './store/cases.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const channels: readonly Channel[] = ['signedMail', 'plainMail', 'fax', 'elsewhere', 'announced', 'counter']

describe('收到申请之日有凭证（条例第三十一条）', () => {
  test.each(channels)('%s：登记的收件凭证和怎样确认的在案卷里，密封，履历里没有', async channel => {
    const today = dayOf(bench.t.house.now())
    const evidence = `收件凭证的原话，来信人王小凭证（${channel}）`
    const { confirmed } = receiptRules[channel]
    const [one] = await bench.register(
      {},
      { channel, evidence, ...(confirmed ? { confirmedOn: today, confirmedBy: 'phone' } : {}) },
    )
    const officer = bench.who.opennessOfficer
    const row = (await readCase(bench.t.db, one!.subject))!
    expect(row.receivedOn).toBe(today)
    const { facts } = await caseView(bench.t.house, row, officer)
    expect(facts.map(f => f.kind)).toEqual(['arrive', 'receive'])
    expect(facts[1]!.lines).toEqual(confirmed ? ['与申请人确认：电话'] : [])
    const opened = await reveal(bench.t.house, officer, row.id, { reason: '核对登记' })
    expect(opened.facts.map(f => f.text)).toEqual([evidence])
    const events = await bench.t.db.selectFrom('event').select('payload').execute()
    expect(JSON.stringify(events)).not.toContain('王小凭证')
    const plain = await bench.t.db.selectFrom('request_fact').select(['data', 'sealed']).execute()
    expect(
      JSON.stringify(plain.map(f => f.data)) + plain.map(f => f.sealed?.toString()).join(),
    ).not.toContain('王小凭证')
  })
})
