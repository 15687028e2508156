import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportRecord } from '#exchange/export/export.ts'
import { makeTestPortal } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'
import type { Figure } from './figure.ts'

const documents = 3000

/** The whole record as files, then again after ten publications. */
export async function bench(): Promise<Figure[]> {
  const p = await makeTestPortal()
  const out = await mkdtemp(join(tmpdir(), 'zhaoming-export-'))
  try {
    const html = `<p>${'根据有关规定，现将有关事项通知如下，请认真贯彻执行。'.repeat(40)}</p>`.repeat(5)
    for (let i = 0; i < documents; i++)
      await publishOne(p.t.house, {
        body: (i % 3) + 1,
        title: `关于做好第${i}项安全生产监督检查工作的通知`,
        documentNumber: `应急〔${2020 + (i % 7)}〕${i}号`,
        columns: [i % 2 ? 'policy' : 'safety'],
        imported: true,
        originalPublishedOn: `${2020 + (i % 7)}-0${(i % 9) + 1}-1${i % 10}`,
        html,
      })
    const run = () =>
      exportRecord({
        db: p.t.portalDb,
        portal: p.portal,
        site: { ...p.t.house.site, origin: 'http://zhaoming.test', domain: 'zhaoming.test' },
        now: p.t.house.now,
        out,
        progress: () => {},
      })
    const whole = await run()
    for (let i = 0; i < 10; i++)
      await publishOne(p.t.house, { body: 2, title: `新公开第${i}件`, columns: ['policy'] })
    const some = await run()
    return [
      {
        name: '静态导出（全部）',
        value: Math.round(whole.documents / whole.seconds),
        unit: '件/秒',
        detail: `${documents} 件，每件网页、数据、回执三个文件，连同 ${whole.pages} 个列表等页面和检索索引共 ${whole.written} 个文件，${whole.seconds.toFixed(1)} 秒`,
        target: null,
      },
      {
        name: '静态导出（公开 10 件以后的增量）',
        value: Number(some.seconds.toFixed(1)),
        unit: '秒',
        detail: `写了 ${some.written} 个文件，${some.same} 个没有变化`,
        target: { at: 'most', value: 15 },
      },
    ]
  } finally {
    await p.close()
    await rm(out, { recursive: true, force: true })
  }
}
