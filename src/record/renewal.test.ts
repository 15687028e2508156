import { describe, expect, test } from 'vitest'
import { makeSite } from '#portal/site.ts'
import { columnIds, columns } from './columns.ts'
import { misplacedIn } from './placement.ts'
import { namedColumns, nationalRenewal, renewalOf, standingOfColumn } from './renewal.ts'

describe('栏目的更新时效（国办秘函〔2019〕19号 V4；吉林 一(三)）', () => {
  test('动态2周、公告和政策6个月：最后一天还算按时，过一天就是超期；用去七成时快到期限', () => {
    const news = renewalOf('news', undefined)
    expect(standingOfColumn(news, '2026-11-09', '2026-11-23')).toEqual({ freshness: 'near', dueOn: '2026-11-23', late: 0 }) // prettier-ignore
    expect(standingOfColumn(news, '2026-11-09', '2026-11-24')).toEqual({ freshness: 'stale', dueOn: '2026-11-23', late: 1 }) // prettier-ignore
    expect(standingOfColumn(news, '2026-11-20', '2026-11-23').freshness).toBe('fresh')
    const notice = renewalOf('notice', undefined)
    // Whole months: the last of a month that is shorter.
    expect(standingOfColumn(notice, '2026-02-28', '2026-08-28').freshness).toBe('near')
    expect(standingOfColumn(notice, '2026-02-28', '2026-08-29')).toMatchObject({
      freshness: 'stale',
      late: 1,
    })
    expect(standingOfColumn(notice, '2026-08-31', '2027-02-28').dueOn).toBe('2027-02-28')
    expect(standingOfColumn(renewalOf('organization', undefined), '2019-01-01', '2026-11-23').freshness).toBe('lasting') // prettier-ignore
    expect(standingOfColumn(news, null, '2026-11-23').freshness).toBe('empty')
  })

  test('每个栏目都有期限、写明依据；省里更严的写在 site.json，带出处；不能比国家的宽', () => {
    for (const id of columnIds) {
      const rule = renewalOf(id, undefined)
      expect(rule.term, id).toEqual(nationalRenewal[columns[id].renewal].term)
      // The sheet gives a term to these alone; the rest is said to be our own.
      expect(/^国办秘函〔2019〕19号/.test(rule.source), id).toBe(namedColumns.includes(id))
      expect(rule.mark, id).toBe(namedColumns.includes(id) ? 'C' : 'D')
    }
    const config = (renewal: object) => ({ name: '站', idCode: '4403000052', organizer: '局', renewal })
    const site = makeSite({ config: config({ weeks2: { days: 7, source: '豫政办〔2025〕1号' } }), demo: false, publicUrl: null }) // prettier-ignore
    expect(renewalOf('news', site.renewal)).toMatchObject({ term: { days: 7 }, source: '豫政办〔2025〕1号' })
    expect(renewalOf('notice', site.renewal)).toBe(nationalRenewal.months6)
    for (const wrong of [
      { weeks2: { days: 15, source: '某省文件' } },
      { weeks2: { days: 7 } },
      { lasting: { days: 1, source: '某省文件' } },
    ])
      // prettier-ignore
      expect(() => makeSite({ config: config(wrong), demo: false, publicUrl: null })).toThrow(/site\.json 有误/)
  })
})

describe('内容混杂、错放（吉林 一(三)）', () => {
  const placed = (
    kind: Parameters<typeof misplacedIn>[0]['kind'],
    normative: boolean,
    ids: Parameters<typeof misplacedIn>[1],
  ) =>
    // prettier-ignore
    misplacedIn({ kind, normative }, ids).map(f => f.column)
  test('公文不进动态，动态不进规范性文件；规范性文件与其他政策文件分开；领导信息、年报各归其位', () => {
    expect(placed('document', false, ['policy', 'notice', 'relief', 'safety'])).toEqual([])
    expect(placed('document', true, ['normative', 'safety'])).toEqual([])
    expect(placed('document', false, ['news', 'normative'])).toEqual(['news', 'normative'])
    expect(placed('document', true, ['policy'])).toEqual(['policy'])
    expect(placed('news', false, ['news', 'normative', 'policy'])).toEqual(['normative', 'policy'])
    expect(placed('leader', false, ['organization', 'penalty'])).toEqual(['penalty'])
    expect(placed('annual-report', false, ['annual'])).toEqual([])
    expect(placed('notice', false, ['annual', 'notice', 'recruitment', 'basic'])).toEqual(['annual', 'basic'])
    // History comes as documents: what has no number may have been news.
    const old = (documentNumber: string | null) =>
      misplacedIn({ kind: 'document', normative: false, imported: true, documentNumber }, ['news']).length
    expect([old(null), old('焦应急〔2020〕1号')]).toEqual([0, 1])
    expect(misplacedIn({ kind: 'leader', normative: false }, ['penalty'])[0]!.text).toMatch(/领导信息应放在“机构职能”栏目/) // prettier-ignore
  })
})
