import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { lexiconFor } from './lexicons.ts'
import { makePatrolOffice, type PatrolOffice } from './office.fixture.ts'
import { word } from './patrol.fixture.ts'
import { wordsOf } from './store/words.ts'
import { writeLexiconCsv } from './wording/csv.ts'

let o: PatrolOffice
beforeAll(async () => {
  o = await makePatrolOffice()
})
afterAll(async () => {
  await o.close()
})

const officer = (which: 'upper' | 'lower') => o[which].actors.opennessOfficer
const put: PatrolOffice['changeLexicon'] = (which, changes) => o.changeLexicon(which, changes)

describe('词库', () => {
  test('本机关的公开审查员写明理由修改，每次一个版本，写进履历；别人不能改', async () => {
    const changed = await put('lower', { put: [word('焦做市', '焦作市', { tier: 'A', kind: 'organ' })] })
    expect(changed).toMatchObject({ status: 200, body: { version: 1, added: 1, changed: 0, removed: 0 } })
    const history = await historyOf(o.t.db, 'lexicon', o.lower.bodyId)
    expect(history.at(-1)).toMatchObject({
      verb: 'change',
      from: '0',
      to: '1',
      reason: '根据检查通报补充',
      actorName: officer('lower').name,
    })
    for (const actor of [o.lower.actors.drafter, o.lower.actors.leader, o.lower.actors.systemAdmin]) {
      const refused = await o.call(actor, 'PUT', '/api/patrol/lexicon', {
        version: 1,
        reason: '我来改一下',
        put: [word('甲乙')],
      })
      expect(refused.status).toBe(403)
    }
    const noReason = await o.call(officer('lower'), 'PUT', '/api/patrol/lexicon', {
      version: 1,
      reason: '',
      put: [word('甲乙')],
    })
    expect(noReason.status).toBe(422)
    expect(noReason.body.message).toContain('请写明为什么修改词库')
  })

  test('两个人同时改：后到的被告知，没有覆盖', async () => {
    const version = await o.lexiconVersion('lower')
    const body = (wrong: string) => ({ version, reason: '同时修改', put: [word(wrong)] })
    const answers = await Promise.all([
      o.call(officer('lower'), 'PUT', '/api/patrol/lexicon', body('同时甲')),
      o.call(officer('lower'), 'PUT', '/api/patrol/lexicon', body('同时乙')),
    ])
    expect(answers.map(a => a.status).sort()).toEqual([200, 409])
    expect(answers.find(a => a.status === 409)!.body.message).toContain('已被别人修改过')
  })

  test('上级的词对下级有效，下级不能改弱；自带的词可以停用；下级的词不影响上级', async () => {
    await put('upper', { put: [word('应急管理厅局', '应急管理局')] })
    const refused = await put('lower', { put: [word('应急管理厅局', '应急管理局', { tier: 'C' })] })
    expect(refused.status).toBe(422)
    expect(refused.body.message).toContain('在上级机关的词库里')
    const before = await lexiconFor(o.t.db, o.lower.bodyId)
    expect(before.find('应急管理厅局布署焦做市').map(h => h.entry.wrong)).toEqual([
      '应急管理厅局',
      '布署',
      '焦做市',
    ])
    await put('lower', { off: ['布署'] })
    const after = await lexiconFor(o.t.db, o.lower.bodyId)
    expect(after.find('应急管理厅局布署焦做市').map(h => h.entry.wrong)).toEqual(['应急管理厅局', '焦做市'])
    const upper = await lexiconFor(o.t.db, o.upper.bodyId)
    expect(upper.find('应急管理厅局布署焦做市').map(h => h.entry.wrong)).toEqual(['应急管理厅局', '布署'])
    expect(after.version).not.toBe(before.version)
    expect(await lexiconFor(o.t.db, o.lower.bodyId)).toBe(after)
  })

  test('旧版本查得到：第1版有什么、现在有什么', async () => {
    const then = await wordsOf(o.t.db, [o.lower.bodyId], 1)
    expect(then.map(w => w.wrong)).toEqual(['焦做市'])
    const versions = await o.call(officer('lower'), 'GET', '/api/patrol/lexicon/versions')
    expect((versions.body as unknown as { version: number }[])[0]).toMatchObject({
      reason: '根据检查通报补充',
    })
    await put('lower', { put: [word('焦做市', '焦作市', { tier: 'B', kind: 'organ' })] })
    expect((await wordsOf(o.t.db, [o.lower.bodyId], 1))[0]?.tier).toBe('A')
    expect((await wordsOf(o.t.db, [o.lower.bodyId])).find(w => w.wrong === '焦做市')?.tier).toBe('B')
  })

  test('词条有误、没有变化、一次给太多：每条一句话，什么也没改', async () => {
    const version = await o.lexiconVersion('lower')
    const bad = await put('lower', { put: [word('帐'), word('[甲'), word('对的', '对的')] })
    expect(bad.status).toBe(422)
    expect(bad.body.reasons!.map(r => r.field)).toEqual(['put.0', 'put.1', 'put.2'])
    expect((await put('lower', {})).body.message).toContain('没有要修改的内容')
    expect((await put('lower', { off: ['布署'] })).body.message).toContain('与现在的词库相同')
    expect(await o.lexiconVersion('lower')).toBe(version)
  })

  test('导出、改过再导入：合并或替换；有错的行全部说出，不导入', async () => {
    const out = await o.call(officer('upper'), 'GET', '/api/patrol/lexicon.csv')
    expect(out.bytes.toString('utf8')).toContain('应急管理厅局')
    const upload = async (csv: string, mode: string) =>
      o.upload(officer('upper'), '/api/patrol/lexicon/import', '词库.csv', Buffer.from(csv), {
        version: String(await o.lexiconVersion('upper')),
        reason: '从文件导入',
        mode,
      })
    const merged = await upload(writeLexiconCsv([word('导入甲', '正确甲'), word('导入乙')]), 'merge')
    expect(merged).toMatchObject({ status: 200, body: { added: 2, changed: 0, removed: 0 } })
    const replaced = await upload(writeLexiconCsv([word('导入甲', '正确甲')]), 'replace')
    expect(replaced).toMatchObject({ status: 200, body: { added: 0, changed: 0, removed: 2 } })
    const bad = await upload('错误写法,级别\n帐,A\n甲乙,Z\n', 'merge')
    expect(bad.status).toBe(422)
    expect(bad.body.reasons!.map(r => r.text).join()).toMatch(/有2行有误.*第2行.*第3行/)
    expect((await upload('', 'merge')).status).toBe(422)
  })

  test('二十万条的词库收得下，查得出，再改一条很快', async () => {
    const csv = [
      '错误写法,正确写法',
      ...Array.from({ length: 200_000 }, (_, i) => `错${i.toString(36)}词,对`),
    ].join('\n')
    const answer = await o.upload(
      officer('upper'),
      '/api/patrol/lexicon/import',
      '词库.csv',
      Buffer.from(csv),
      {
        version: String(await o.lexiconVersion('upper')),
        reason: '导入一个很大的词库',
        mode: 'merge',
      },
    )
    expect(answer).toMatchObject({ status: 200, body: { added: 200_000 } })
    const scan = await o.call(o.upper.actors.drafter, 'POST', '/api/patrol/scan', {
      text: '这里有错4abc词。',
    })
    expect(
      (scan.body as unknown as { findings: { excerpt: { hit: string } }[] }).findings.map(f => f.excerpt.hit),
    ).toEqual(['错4abc词'])
    const back = await o.upload(
      officer('upper'),
      '/api/patrol/lexicon/import',
      '词库.csv',
      Buffer.from(writeLexiconCsv([word('导入甲', '正确甲')])),
      {
        version: String(await o.lexiconVersion('upper')),
        reason: '恢复原来的词库',
        mode: 'replace',
      },
    )
    expect(back.status).toBe(200)
  })
})
