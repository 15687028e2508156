import { expect, test } from 'vitest'
import { ticks } from '#kit/now.ts'
import { makeDocx, mobile, options } from '../patrol.fixture.ts'
import { scanReading } from '../scan.ts'
import { readFile } from './file.ts'
import { fileLimits } from './unreadable.ts'

test('一个部件里有几百万字的文件，检查时别人照常办事：读和查都让出时间，结果不少一处', async () => {
  const sentence = '各县（市、区）应急管理局要完成重大危险源企业的安全检查，建立隐患清单，明确责任人和时限。'
  const paragraphs = Array.from(
    { length: 30_000 },
    (_, i) => `${i}${sentence}${i === 29_000 ? mobile(2) : ''}`,
  )
  const bytes = await makeDocx({ paragraphs })
  let turns = 0
  let running = true
  const others = (async () => {
    while (running) {
      turns++
      await new Promise<void>(resolve => setImmediate(resolve))
    }
  })()
  const began = ticks()
  const reading = await readFile({ name: '长文.docx', bytes }, fileLimits)
  const whileReading = turns
  const findings = await scanReading(reading, options)
  const took = ticks() - began
  running = false
  await others
  expect(findings.map(f => [f.kind, f.place.label])).toContainEqual(['mobile', '第29001段'])
  expect(whileReading).toBeGreaterThan(5)
  expect(turns - whileReading).toBeGreaterThan(Math.min(20, took / 200))
})
