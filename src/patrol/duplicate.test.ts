import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { reconcile } from './actions/order.ts'
import { setUpOfficeBodies } from './bodies.fixture.ts'
import { duplicateOf, fingerprintOf } from './duplicate.ts'
import { isFingerprinted } from './store/fingerprints.ts'
import { publishedAt } from '#record/reading.ts'

let t: TestHouse
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  await setUpOfficeBodies(t)
})
afterAll(() => t.close())

const long =
  '各县（市、区）应急管理局：为做好今年汛期应急准备工作，请各单位于本月底前完成物资清点、队伍点验和预案修订，并将情况报送市局。'
const ordersAt = async (address: string) =>
  (
    await t.db
      .selectFrom('patrol_order')
      .select(['kind', 'state', 'message', 'tier'])
      .where('address', '=', address)
      .where('kind', '=', 'duplicate')
      .execute()
  ).map(o => ({ ...o }))

describe('去重互补：一件信息一个地址（上海 五(十六)）', () => {
  test('空格、标点、全角半角不同的算同一段文字；太短的分不出，不算', () => {
    expect(fingerprintOf(long)).toBe(fingerprintOf(`　${long.replaceAll('，', ', ')}\n`))
    expect(fingerprintOf(long)).toBe(fingerprintOf(long.replace('30', '３０')))
    expect(fingerprintOf(long)).not.toBe(fingerprintOf(long.replace('月底', '月中')))
    expect(fingerprintOf('本机关没有这项职能。')).toBeNull()
  })

  test('同一机关在两个地址公开同一正文：后一件开整改工单，前一件不开；撤回前一件，工单随复查办结', async () => {
    const first = await publishOne(t.house, {
      body: 3,
      title: '关于做好汛期准备的通知',
      html: `<p>${long}</p>`,
    })
    const second = await publishOne(t.house, {
      body: 3,
      title: '汛期应急准备工作通知',
      html: `<p>${long.replaceAll('，', ', ')}</p>`,
      columns: ['notice'],
    })
    const short = [
      await publishOne(t.house, { body: 3, title: '本期无', html: '<p>本期没有应当公开的内容。</p>' }),
      await publishOne(t.house, { body: 3, title: '本期无（二）', html: '<p>本期没有应当公开的内容。</p>' }),
    ]
    const elsewhere = await publishOne(t.house, { body: 2, title: '转发通知', html: `<p>${long}</p>` })
    expect(await isFingerprinted(t.db, 3)).toBe(false)
    for (const address of [first, second, ...short, elsewhere]) await reconcile(t.house, address)
    expect(await isFingerprinted(t.db, 3)).toBe(true)
    expect(await ordersAt(first)).toEqual([])
    const [order] = await ordersAt(second)
    expect(order).toMatchObject({ state: 'open', tier: 'B' })
    expect(order!.message).toContain(first)
    for (const address of [...short, elsewhere]) expect(await ordersAt(address)).toEqual([])
    // Found again, it is the same finding, whatever the other is called by now.
    await reconcile(t.house, second)
    expect(await ordersAt(second)).toHaveLength(1)
    await withdrawOne(t.house, first, 3)
    await reconcile(t.house, first)
    await reconcile(t.house, second)
    expect((await ordersAt(second)).map(o => o.state)).toEqual(['mended'])
    expect(await duplicateOf(t.db, (await publishedAt(t.db, second))!)).toBeNull()
  })
})
