import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { refusal } from '../document/journey.fixture.ts'
import { hasChineseFonts, textOfPdf } from '../document/renderings/pdf.fixture.ts'
import { readableCode } from './codes.ts'
import { requestJobs } from './jobs.ts'
import { noteFetched } from './online/deliver.ts'
import { makeOnline, secrets, type Online } from './online.fixture.ts'
import { caseView } from './present.ts'
import { emptyFile, ordinary } from './request.fixture.ts'
import { readCase } from './store/cases.ts'

let o: Online
let bench: Online['bench']
let house: Online['house']
beforeAll(async () => {
  o = await makeOnline()
  ;({ bench, house } = o)
})
afterAll(() => o.close())

describe('从网上申请到网上送达', { timeout: 240_000 }, () => {
  test(
    '经办人拟、审核、批准、网上送达：申请人凭两个编码下载答复书PDF，救济渠道齐全，送达凭证记入案卷',
    { skip: !hasChineseFonts },
    async () => {
      const { id, ...codes } = await o.taken()
      await o.confirm(id)
      const { opennessOfficer: officer, legalReviewer, leader } = bench.who
      await bench.go(id, 'propose', officer, {
        form: {
          answers: { ...ordinary, public: 'yes' },
          file: { ...emptyFile, publicAddress: 'https://yjj.example.gov.cn/plan.html' },
          grounds: [],
          findings: '经查，该信息已经公开。',
          online: true,
        },
      })
      expect((await o.status(codes)).text).not.toContain('下载 政府信息公开申请答复书')
      await bench.go(id, 'review', legalReviewer)
      await bench.go(id, 'approve', leader)
      const online = { how: 'online', on: '2026-11-23' }
      const bare = await refusal(bench.go(id, 'deliver', officer, { form: online }))
      expect(bare.message).toContain('答复书盖章件')
      await bench.go(id, 'deliver', officer, { form: { ...online, unstamped: true } })
      const jobs = requestJobs(house)
      await jobs['request:deliver']!({ request: id }, {} as never)
      const page = await o.status(codes)
      const fileId = /value="(\d+)" [^>]*name="file"/.exec(page.text)![1]!
      const pdf = await o.status(codes, { file: fileId })
      expect(pdf.headers.get('content-type')).toBe('application/pdf')
      const text = (await textOfPdf(new Uint8Array(pdf.bytes))).replace(/\s/g, '')
      const row = (await readCase(bench.t.db, id))!
      for (const said of [
        secrets.name,
        row.replyNumber!,
        row.number!,
        '2025年度执法检查计划',
        'https://yjj.example.gov.cn/plan.html',
        '第三十六条第（一）项',
        '测试县人民政府',
        'https://review.example.invalid/',
      ])
        expect(text, said).toContain(said)
      expect(text).not.toContain('【请填写')
      expect((await o.status({ ...codes, query: readableCode(3) }, { file: fileId })).status).toBe(422)
      // Taking it is the proof of delivery: noted once, with the day on which it was.
      const { fetched_at } = await bench.t.db
        .selectFrom('request_delivered')
        .select('fetched_at')
        .where('id', '=', Number(fileId))
        .executeTakeFirstOrThrow()
      await jobs['request:fetched']!({ delivered: Number(fileId) }, {} as never)
      expect(await noteFetched(house, Number(fileId))).toBe(false)
      const view = await caseView(house, (await readCase(bench.t.db, id))!, officer)
      expect(view.facts.find(f => f.kind === 'prove')).toMatchObject({
        on: dayOf(fetched_at!),
        by: null,
        lines: ['申请人凭回执编号和查询码在网上下载了答复。'],
      })
      expect(view.trail.map(t => [t.who, t.label])).toContainEqual(['申请人（网上）', '申请人下载了答复'])
      const facts = await bench.t.db
        .selectFrom('request_fact')
        .select(['kind', 'on_day'])
        .where('request_id', '=', id)
        .where('kind', 'in', ['reply', 'prove'])
        .orderBy('id')
        .execute()
      expect(facts.map(f => [f.kind, f.on_day])).toEqual([
        ['reply', '2026-11-23'],
        ['prove', dayOf(fetched_at!)],
      ])
      await jobs['request:deliver']!({ request: id }, {} as never)
      expect(
        (await o.status(codes)).text.match(/name="file" value="\d+"|value="\d+" [^>]*name="file"/g),
      ).toHaveLength(1)
    },
  )
})
