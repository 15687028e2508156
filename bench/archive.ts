import { sql } from 'kysely'
import { sha256Hex } from '#kit/crypto.ts'
import { appendEvents } from '#kit/events.ts'
import { ticks } from '#kit/now.ts'
import { bufferSource } from '#kit/zip.ts'
import { makeBureau } from '../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../test/setup/house.ts'
import { bytesOf } from '../src/archive/actions/transfer.ts'
import { checkPackage } from '../src/archive/check.ts'
import { freeze } from '../src/archive/freeze.ts'
import { packOf } from '../src/archive/package.ts'
import { registerView } from '../src/archive/present.ts'
import { registerRows } from '../src/archive/store.ts'
import type { Figure } from './figure.ts'

const documents = 100_000
const packaged = 1_000

/** Documents straight into the tables, ten years of them, every 97th number missing. */
async function fill(t: TestHouse, bureau: Awaited<ReturnType<typeof makeBureau>>): Promise<number[]> {
  const [drafter, at] = [bureau.actors.drafter.staffId, t.house.now()]
  await sql`insert into office.document (body_id, department_id, drafter_id, state, title, kind, attribute, series,
      number_year, number_sequence, document_number, written_on, issued_on, body_html, reached_at, created_at, saved_at)
    select ${bureau.bodyId}, ${bureau.departmentId}, ${drafter}, 'issued', '关于第' || n || '次演练的通知', '通知',
      case n % 3 when 0 then 'proactive' when 1 then 'on-request' else 'withheld' end, '测应急',
      2016 + n / 10000, n % 10000 + 1 + (n % 10000) / 97, '测应急〔' || 2016 + n / 10000 || '〕' || n % 10000 + 1 + (n % 10000) / 97 || '号',
      make_date(2016 + n / 10000, 1, 1) + n % 360, make_date(2016 + n / 10000, 1, 1) + n % 360,
      '<p>' || repeat('各单位要做好演练工作。', 100) || '</p>', ${at}, ${at}, ${at}
    from generate_series(0, ${documents - 1}) n`.execute(t.db)
  await sql`insert into office.number_used (body_id, series, year, sequence, document_id, used_at)
    select body_id, series, number_year, number_sequence, id, ${at} from office.document`.execute(t.db)
  await sql`insert into office.number_counter (body_id, series, year, last)
    select body_id, series, year, max(sequence) from office.number_used group by 1, 2, 3`.execute(t.db)
  const { rows } = await sql<{
    id: number
  }>`select id from office.document order by id limit ${packaged}`.execute(t.db)
  const ids = rows.map(r => r.id)
  for (let i = 0; i < ids.length; i++) {
    const bytes = Buffer.from(`附件${i}`.repeat(2000))
    const { hash, size } = await t.house.files.put(bytes)
    await sql`insert into office.file values (${hash}, ${size}, 'application/pdf', ${at}) on conflict do nothing`.execute(
      t.db,
    )
    await sql`insert into office.document_attachment (document_id, file_hash, name) values (${ids[i]!}, ${hash}, '附件.pdf')`.execute(
      t.db,
    )
  }
  await t.db.transaction().execute(trx =>
    appendEvents(
      trx,
      bureau.bodyId,
      ids.flatMap(subject =>
        ['draft', 'submit', 'approve', 'agree', 'sign', 'number', 'issue'].map(verb => ({
          kind: 'document',
          subject,
          verb,
          from: null,
          to: null,
          at,
          actor: drafter,
          actorName: '拟稿人甲',
          role: 'drafter',
        })),
      ),
    ),
  )
  return ids
}

const seconds = (from: number) => (ticks() - from) / 1000

/** The register of 100,000 documents, and a package of 1,000 with attachments and seven events each. */
export async function bench(): Promise<Figure[]> {
  const t = await makeHouse()
  try {
    const bureau = await makeBureau(t.db)
    const ids = await fill(t, bureau)
    await sql`analyze`.execute(t.db).catch(() => undefined)
    const times: number[] = []
    for (let i = 0; i < 40; i++) {
      const year = 2016 + (i % 10)
      const filter = { from: `${year}-01-01`, until: `${year}-12-31`, attribute: i % 2 ? 'withheld' : null }
      const from = ticks()
      await registerView(t.house, bureau.bodyId, filter, 1 + (i % 20))
      times.push(ticks() - from)
    }
    const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!
    let from = ticks()
    const all = await registerRows(t.db, bureau.bodyId, { from: '2016-01-01', until: '2025-12-31' })
    const whole = seconds(from)
    if (all.length !== documents) throw new Error(`register: ${all.length}`)

    from = ticks()
    const { stream, done } = packOf({
      head: {
        body: {
          id: bureau.bodyId,
          name: '测试县应急管理局',
          slug: 'test-bureau',
          creditCode: '11220000740468418C',
        },
        archives: '测试县档案馆',
        from: '2016-01-01',
        until: '2016-12-31',
        series: null,
        madeAt: '2026-03-02T09:00:00+08:00',
        left: [],
      },
      documents: freeze(t.db, bureau.bodyId, ids, new Map()),
      attachment: hash => bytesOf(t.house, hash),
      signer: t.house.signer,
    })
    const pieces: Buffer[] = []
    for await (const piece of stream) pieces.push(piece)
    const packing = seconds(from)
    const bytes = Buffer.concat(pieces)
    if (sha256Hex(bytes) !== done().hash) throw new Error('package: hash')
    from = ticks()
    const checked = await checkPackage(bufferSource(bytes))
    const checking = seconds(from)
    if (!checked.holds) throw new Error(JSON.stringify(checked.findings.slice(0, 3)))
    const size = `${(bytes.length / 1048576).toFixed(1)} MB，${checked.files}个文件`
    const figure = (name: string, value: number, unit: string, detail: string, most: number): Figure => ({
      name,
      value: Number(value.toFixed(2)),
      unit,
      detail,
      target: { at: 'most', value: most },
    })
    return [
      figure('登记簿一页 p95', p95, 'ms', '10万件公文、一年1万件，含总数、缺号检查，40次', 150),
      figure('登记簿全部', whole, 's', '10万行读出', 5),
      figure('生成移交包', packing, 's', `1000件公文，每件一个附件、七个事件；${size}`, 30),
      figure('核对移交包', checking, 's', size, 30),
    ]
  } finally {
    await t.close()
  }
}
