import { cipherLabels, cipherNames, type CipherName } from '#kit/ciphers.ts'
import { appendEvents, type JsonMembers } from '#kit/events.ts'
import type { FileRing } from '#kit/keyring.ts'
import { instant, later, minuteOf, ticks, type Now } from '#kit/now.ts'
import type { SealedHouse, SealedPlace, Tally } from '#kit/sealed.ts'
import { sealedPlaces as ofReaders } from '#outreach/store/sealed.ts'
import { sealedPlaces as ofPeople } from '#people/store/sealed.ts'
import { rootBody } from '#people/store/bodies.ts'
import { sealedPlaces as ofRequests } from '#request/online/sealedFiles.ts'

export type KeysIo = {
  out(text: string): void
  err(text: string): void
  readonly now: Now
  readonly ring: FileRing
  connect(): Promise<{ readonly house: SealedHouse; close(): Promise<void> }>
}

/** Everywhere that something lies closed with the keys of the data folder. */
export const everySealedPlace: readonly SealedPlace[] = [...ofRequests, ...ofReaders, ...ofPeople]

const usage = `用法：
  zhaoming keys status  [--json]              每把密钥、每处有多少还没用现行密钥加密
  zhaoming keys rotate  [--cipher sm4|aes]    生成新的密钥，从现在起用它加密；以前的仍能打开
  zhaoming keys reseal  [--json]              把全部个人信息和密钥改用现行密钥重新加密；中断后再运行，接着做
  zhaoming keys destroy 编号                   销毁一把不再使用的密钥（先重新加密全部）

密钥在数据目录的 keys/ 里，须与数据库分开备份。这些命令可以在昭明运行时使用。
退出码：0 完成，1 有打不开的内容或者不能办理，2 用法有误。`

type Words = { cipher?: CipherName; json: boolean; number?: number }

function wordsOf(verb: string, rest: readonly string[]): Words | string {
  const words: Words = { json: false }
  for (let at = 0; at < rest.length; at++) {
    const [name, inline] = rest[at]!.split('=', 2) as [string, string | undefined]
    if (name === '--json' && verb !== 'rotate' && verb !== 'destroy') words.json = true
    else if (name === '--cipher' && verb === 'rotate') {
      const value = (inline ?? rest[++at] ?? '').toLowerCase()
      const cipher = cipherNames.find(c => c === value)
      if (!cipher) return '--cipher 后面应是 sm4 或者 aes。'
      words.cipher = cipher
    } else if (verb === 'destroy' && /^[1-9]\d{0,4}$/.test(name) && words.number === undefined)
      words.number = Number(name)
    else return `不认识的参数“${rest[at]}”。`
  }
  return verb === 'destroy' && words.number === undefined ? '请写明密钥的编号。' : words
}

/** `zhaoming keys …`: 0 when done, 1 when something cannot be opened or is refused, 2 for wrong words. */
export async function keys(argv: readonly string[], io: KeysIo): Promise<number> {
  const [verb = 'status', ...rest] = argv
  if (verb === '--help' || verb === '-h') {
    io.out(usage)
    return 0
  }
  const verbs: Record<string, (words: Words, io: KeysIo) => Promise<number>> = {
    status,
    rotate,
    reseal,
    destroy,
  }
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  const words = run ? wordsOf(verb, rest) : `没有“${verb}”这个子命令。`
  if (!run || typeof words === 'string') {
    io.err(`${String(words)}\n\n${usage}`)
    return 2
  }
  return run(words, io)
}

async function withHouse<T>(io: KeysIo, use: (house: SealedHouse) => Promise<T>): Promise<T> {
  const { house, close } = await io.connect()
  try {
    return await use(house)
  } finally {
    await close()
  }
}

/** What was done with keys goes into the history of the topmost body; never a key. */
async function note(io: KeysIo, house: SealedHouse, verb: string, key: number, data: JsonMembers) {
  await house.db.transaction().execute(async trx => {
    const body = await rootBody(trx)
    if (body === null) return
    await appendEvents(trx, body, [
      {
        kind: 'keys',
        subject: key,
        verb,
        from: null,
        to: null,
        at: io.now(),
        actor: null,
        actorName: '运维人员',
        role: null,
        data,
      },
    ])
  })
}

type Tallies = { readonly name: string; readonly tally: Tally }[]
async function tallies(house: SealedHouse): Promise<Tallies> {
  const all: Tallies = []
  for (const place of everySealedPlace) all.push({ name: place.name, tally: await place.tally(house) })
  return all
}

const usedBy = (all: Tallies, key: number) => all.reduce((n, t) => n + (t.tally.keys.get(key) ?? 0), 0)

function status(words: Words, io: KeysIo): Promise<number> {
  return withHouse(io, async house => {
    const all = await tallies(house)
    const current = io.ring.current().number
    const lines = io.ring.lines().map(line => ({ ...line, used: usedBy(all, line.number) }))
    if (words.json) {
      const places = all.map(({ name, tally }) => ({ name, all: tally.all, old: tally.old }))
      io.out(JSON.stringify({ current, keys: lines, places }, null, 2))
      return 0
    }
    for (const line of lines)
      io.out(
        `密钥${line.number}　${cipherLabels[line.cipher]}　${line.madeAt ? minuteOf(instant(line.madeAt)) : '最初'}　用它加密的${line.used}项${line.number === current ? '　现行' : ''}`,
      )
    for (const { name, tally } of all) io.out(`  ${name}：${tally.all}项，待重新加密${tally.old}项`)
    const old = all.reduce((n, t) => n + t.tally.old, 0)
    io.out(old === 0 ? '全部已用现行密钥加密。' : `还有${old}项，请运行 zhaoming keys reseal。`)
    return 0
  })
}

function rotate(words: Words, io: KeysIo): Promise<number> {
  return withHouse(io, async house => {
    const cipher = words.cipher ?? io.ring.current().cipher
    const number = io.ring.add(cipher, io.now())
    await note(io, house, 'rotate', number, { cipher })
    io.out(
      `密钥${number}（${cipherLabels[cipher]}）从现在起使用。请立即备份 keys/，再运行 zhaoming keys reseal。`,
    )
    return 0
  })
}

function reseal(words: Words, io: KeysIo): Promise<number> {
  return withHouse(io, async house => {
    const broken: { place: string; row: number }[] = []
    const done: { place: string; done: number }[] = []
    let told = ticks()
    for (const place of everySealedPlace) {
      const { old } = await place.tally(house)
      let [after, count]: [number | null, number] = [0, 0]
      while (old > 0 && after !== null) {
        const stride = await place.stride(house, after)
        after = stride.after
        count += stride.done
        broken.push(...stride.broken.map(row => ({ place: place.name, row })))
        if (!words.json && after !== null && ticks() - told > 2000) {
          told = ticks()
          io.out(`  ${place.name}：${count}/${old}`)
        }
      }
      done.push({ place: place.name, done: count })
      if (!words.json && count > 0) io.out(`${place.name}：重新加密${count}项`)
    }
    const key = io.ring.current()
    const sum = done.reduce((n, d) => n + d.done, 0)
    if (sum > 0)
      await note(io, house, 'reseal', key.number, { cipher: key.cipher, done: sum, broken: broken.length })
    if (words.json) io.out(JSON.stringify({ key: key.number, cipher: key.cipher, done, broken }, null, 2))
    else io.out(sum === 0 && broken.length === 0 ? '没有要重新加密的。' : `完成，共${sum}项。`)
    for (const b of broken) io.err(`${b.place}第${b.row}行打不开：内容被改动，或者缺少当时的密钥。`)
    return broken.length === 0 ? 0 : 1
  })
}

/** A step that began before the key was changed has ended by then. */
const restMinutes = 60

function destroy(words: Words, io: KeysIo): Promise<number> {
  const number = words.number!
  const refuse = (text: string) => {
    io.err(text)
    return Promise.resolve(1)
  }
  if (!io.ring.lines().some(line => line.number === number)) return refuse(`没有密钥${number}。`)
  if (number === 1) return refuse('密钥1还用来认出同一申请人、核对订阅链接，不能销毁。')
  if (number === io.ring.current().number)
    return refuse(`密钥${number}正在使用。请先 zhaoming keys rotate，再 zhaoming keys reseal。`)
  const next = io.ring.lines().find(line => line.number > number)?.madeAt
  if (next && later(instant(next), restMinutes * 60_000) > io.now())
    return refuse(`密钥${number}换下还不到${restMinutes}分钟，可能还有没写完的办理在用它，请过一会儿再销毁。`)
  return withHouse(io, async house => {
    const left = usedBy(await tallies(house), number)
    if (left > 0) {
      io.err(`还有${left}项用密钥${number}加密，请先运行 zhaoming keys reseal。`)
      return 1
    }
    io.ring.destroy(number)
    await note(io, house, 'destroy', number, {})
    io.out(`密钥${number}已销毁。早于重新加密的备份，没有这把密钥就打不开，请一并处理。`)
    return 0
  })
}
