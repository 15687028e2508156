import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'

export async function insertHoldingPackage(
  trx: Trx,
  row: {
    hash: string
    size: number
    bodyName: string
    manifest: string
    signature: string
    keyId: string
    at: Date
  },
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into office.holding_package (hash, size, body_name, manifest, signature, key_id, imported_at)
    values (${row.hash}, ${row.size}, ${row.bodyName}, ${row.manifest}, ${row.signature}, ${row.keyId}, ${row.at})
    on conflict (hash) do nothing returning id`.execute(trx)
  return rows[0]?.id ?? null
}

export async function insertHolding(
  trx: Trx,
  row: {
    packageId: number
    folder: string
    number: string | null
    title: string
    attribute: string | null
    issuedOn: string | null
    frozen: string
  },
): Promise<void> {
  await sql`insert into office.holding (package_id, folder, document_number, title, attribute, issued_on, frozen)
    values (${row.packageId}, ${row.folder}, ${row.number}, ${row.title}, ${row.attribute}, ${row.issuedOn}, ${row.frozen})`.execute(
    trx,
  )
}

export async function insertFile(
  trx: Trx,
  file: { hash: string; size: number; contentType: string; at: Date },
): Promise<void> {
  await sql`insert into office.file (hash, size, content_type, stored_at)
    values (${file.hash}, ${file.size}, ${file.contentType}, ${file.at}) on conflict do nothing`.execute(trx)
}

export async function holdingPackage(
  db: Query,
  hash: string,
): Promise<{ id: number; manifest: string; signature: string } | null> {
  const { rows } = await sql<{ id: number; manifest: string; signature: string }>`
    select id, manifest, signature from office.holding_package where hash = ${hash}`.execute(db)
  return rows[0] ?? null
}

export async function holdingsOf(
  db: Query,
  packageId: number,
): Promise<{ folder: string; frozen: string }[]> {
  const { rows } = await sql<{ folder: string; frozen: string }>`
    select folder, frozen from office.holding where package_id = ${packageId} order by length(folder), folder`.execute(
    db,
  )
  return rows
}
