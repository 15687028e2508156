import { sql } from 'kysely'
import type { Db } from '#kit/db.ts'

/** Issued documents that are not public, straight into the table: every third one withheld, the rest on-request. */
export async function issuedDocuments(
  db: Db,
  of: { bodyId: number; departmentId: number; drafterId: number },
  count: number,
): Promise<void> {
  await sql`
    insert into document (body_id, department_id, drafter_id, state, title, attribute, attribute_reason, ground,
      document_number, written_on, issued_on, label, body_html, reached_at, created_at, saved_at)
    select ${of.bodyId}, ${of.departmentId}, ${of.drafterId}, 'issued', '关于演练事项的函（' || n || '）',
      case when n % 3 = 0 then 'withheld' else 'on-request' end, '理由', case when n % 3 = 0 then 'E16-2' end,
      '测应急〔2025〕' || n || '号', '2025-03-01', '2025-03-03', '此件依申请公开', '<p>正文。</p>',
      '2025-03-03T09:00:00+08:00', '2025-03-01T09:00:00+08:00', '2025-03-01T09:00:00+08:00'
    from generate_series(1, ${count}) n`.execute(db)
}
