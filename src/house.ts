import type { Signer } from '#kit/crypto.ts'
import type { Db } from '#kit/db.ts'
import type { Envelope } from '#kit/envelope.ts'
import type { FileStore } from '#kit/files.ts'
import type { MailSettings } from '#kit/mail.ts'
import type { Now } from '#kit/now.ts'
import type { Typst } from '#kit/typst.ts'
import type { Vault } from '#kit/vault.ts'
import type { Calendar } from '#law/calendar.ts'
import type { Site } from '#portal/site.ts'

/** What main.ts puts together once and hands to every room of the office side. */
export type House = {
  readonly db: Db
  readonly now: Now
  readonly calendar: (region?: string) => Calendar
  readonly files: FileStore
  /** The names and numbers of the public site: previews are drawn with them. */
  readonly site: Site
  readonly vault: Vault
  /** Opens what forms of the public side sealed. */
  readonly envelope: Envelope
  /** Where e-mail goes out; null: none is sent. */
  readonly mail: MailSettings | null
  readonly signer: Signer
  /** Origins of the intranet to which changes may be pushed (WEBHOOK_ORIGINS). */
  readonly webhookOrigins: ReadonlySet<string>
  /** Origins at which addresses that business systems report are looked at (LINK_ORIGINS); none: nothing is fetched. */
  readonly linkOrigins: ReadonlySet<string>
  /** Sets PDF files in a thread of its own, started with the first. */
  readonly typst: Typst
  /** Tells the public side of this process that the record changed; other processes hear it from the database. */
  recordChanged(): void
  readonly log: (line: string) => void
}
