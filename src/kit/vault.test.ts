import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { CannotOpen, cipherNames, makeCipher, type CipherName } from './ciphers.ts'
import { readSecret } from './dataFolder.ts'
import { cipherOfKey, makeEnvelope, sealFor } from './envelope.ts'
import { openKeyRing } from './keyring.ts'
import { instant } from './now.ts'
import { makeVault, oneSecret, type VaultKey } from './vault.ts'

const secret = Buffer.alloc(32, 7)
const words = '申请人王小明，身份证号 11010519491231002X'
const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'zhaoming-keys-'))
  folders.push(made)
  return made
}
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true })
})

/** What the program of before keys had numbers wrote. */
function sealedBefore(plain: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'zhaoming/vault/1', 32))
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([1]), iv, cipher.getAuthTag(), body])
}

describe.each(cipherNames)('个人信息加密：%s', name => {
  const vault = makeVault(oneSecret(secret, name))

  test('封存的打得开，同样的内容两次封存不一样，密文里读不到内容', () => {
    for (const plain of ['', '甲', words, words.repeat(5000)]) {
      const sealed = vault.seal(plain)
      expect(vault.open(sealed)).toBe(plain)
      expect(vault.seal(plain).equals(sealed)).toBe(false)
      if (plain) expect(sealed.includes(plain)).toBe(false)
      expect(sealed.subarray(0, 4).equals(vault.head())).toBe(true)
    }
  })

  test('改动任何一位、截掉任何一截、换上别的头都打不开', () => {
    const sealed = vault.seal('证件号码')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => vault.open(changed), `第${bit}位`).toThrow(CannotOpen)
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => vault.open(sealed.subarray(0, length)), `前${length}字节`).toThrow(CannotOpen)
    const longer = Buffer.concat([sealed, Buffer.from([0])])
    expect(() => vault.open(longer)).toThrow(CannotOpen)
  })

  test('别的密钥打不开；以前没有编号的（AES）照样打得开', () => {
    const other = makeVault(oneSecret(Buffer.alloc(32, 8), name))
    expect(() => other.open(vault.seal(words))).toThrow(CannotOpen)
    expect(vault.open(sealedBefore(words))).toBe(words)
    const changed = sealedBefore(words)
    changed[40]! ^= 1
    expect(() => vault.open(changed)).toThrow(CannotOpen)
  })

  test('认出同一申请人的标记与用哪种算法无关', () => {
    const expected = makeVault(oneSecret(secret, 'aes')).tag('request/applicant', '甲')
    expect(vault.tag('request/applicant', '甲')).toEqual(expected)
    expect(vault.tag('request/other', '甲')).not.toEqual(expected)
  })

  test('网上表单的信封：公钥说明用哪种算法，改动一位就打不开，两种都打得开', () => {
    const envelope = makeEnvelope(secret, name)
    expect(cipherOfKey(envelope.publicKey)).toBe(name)
    const sealed = sealFor(envelope.publicKey, words)
    expect(sealed[0]).toBe(envelope.scheme)
    for (const opener of cipherNames) expect(makeEnvelope(secret, opener).open(sealed)).toBe(words)
    expect(() => makeEnvelope(Buffer.alloc(32, 8), name).open(sealed)).toThrow(CannotOpen)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      // The top bit of an X25519 point is not part of it (RFC 7748); all else is bound.
      expect(() => envelope.open(changed), `第${at}字节`).toThrow(CannotOpen)
    }
    const nowhere = Buffer.concat([sealed.subarray(0, 1), Buffer.alloc(32), sealed.subarray(33)])
    expect(() => envelope.open(nowhere)).toThrow(CannotOpen)
    expect(envelope.publicKey.length).toBeGreaterThanOrEqual(50)
    expect(envelope.publicKey.length).toBeLessThanOrEqual(200)
  })
})

describe('国密算法与标准的算例相符（GB/T 32905、GB/T 32907）', () => {
  test('SM3 的算例；SM4 的算例', () => {
    expect(createHash('sm3').update('abc').digest('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    )
    const block = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
    const ecb = createCipheriv('sm4-ecb', block, null).setAutoPadding(false)
    expect(ecb.update(block).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
  })

  test('密文的构成可以用别的程序重做：CTR 加密，HMAC-SM3 对头、随机数和密文', () => {
    const head = Buffer.from([2, 2, 0, 2])
    const keys = Buffer.from(hkdfSync('sm3', secret, '', 'zhaoming/vault/2/sm4', 48))
    const closed = makeCipher('sm4', secret, 'zhaoming/vault/2').close(head, Buffer.from(words))
    const [nonce, tag, body] = [closed.subarray(0, 16), closed.subarray(16, 48), closed.subarray(48)]
    const mac = createHmac('sm3', keys.subarray(16)).update(
      Buffer.concat([Buffer.from([4]), head, nonce, body]),
    )
    expect(tag.equals(mac.digest())).toBe(true)
    const cipher = createCipheriv('sm4-ctr', keys.subarray(0, 16), nonce)
    expect(cipher.update(words, 'utf8').equals(body)).toBe(true)
  })
})

test('用 Node 24（OpenSSL 3.5）封存的，别的版本打得开，反过来也一样', () => {
  for (const [vault, envelope] of [
    [
      '02010001f3b3757de7476e39e8737ff96c793d0dc89e3a0fb3e7a419295c04dcbb78c8405f0449152356080d',
      '01a0aeb31cab3a161d0687f4fb7c78fb530b786b159939389651b2a0d0a0f8124c86da2d417f199110d1bbd7566d0d8cc583dd6e2ef9179dc5bf5ab00fab78ba03455746d7adfa26eb',
    ],
    [
      '02020002a5991c9fd438f08bf82a0a14cba42bbf5a494dea6d3e410ac3f39f8843f13f5cb7e6750eca1f6586dbd33a13a9fbf38f0767b255e56bd73f6afa4b8b',
      '028f82564be0951eec1b321b365f4ee75b12b198251c21edddd893e2928529d71174cac3bf80e0c4ed7c4764dc132bcc0b9e649e16457a02a619b2e141351d4e770891d5fb94f79d9bb7605885c99fa6dbae63de9435ad73b96bcc2b96',
    ],
  ] as const) {
    expect(makeVault(oneSecret(secret)).open(Buffer.from(vault, 'hex'))).toBe('证件号码')
    expect(makeEnvelope(secret).open(Buffer.from(envelope, 'hex'))).toBe('证件号码')
  }
})

describe('密钥的更换', () => {
  const at = instant('2026-03-02T09:00:00+08:00')
  const use = (path: string) => {
    const ring = openKeyRing(path)
    return { ring, vault: makeVault(ring) }
  }

  test('换了算法、换了密钥，以前的都打得开；正在运行的程序跟着换，不用重启', () => {
    const path = folder()
    const server = use(path)
    const first = server.vault.seal(words)
    expect(first[1]).toBe(1)
    const command = use(path)
    expect(command.ring.add('sm4', at)).toBe(2)
    const second = server.vault.seal(words)
    expect([...second.subarray(0, 4)]).toEqual([2, 2, 0, 2])
    expect(command.ring.add('aes', at)).toBe(3)
    const third = command.vault.seal(words)
    for (const sealed of [first, second, third]) {
      expect(server.vault.open(sealed)).toBe(words)
      expect(use(path).vault.open(sealed)).toBe(words)
    }
    expect(server.ring.lines().map(l => [l.number, l.cipher, l.madeAt])).toEqual([
      [1, 'aes', null],
      [2, 'sm4', '2026-03-02T09:00:00+08:00'],
      [3, 'aes', '2026-03-02T09:00:00+08:00'],
    ])
    expect(readSecret(path, 'vault-2').equals(readSecret(path, 'vault-3'))).toBe(false)
  })

  test('销毁以后打不开；最初的和现行的不能销毁', () => {
    const path = folder()
    const { ring, vault } = use(path)
    ring.add('sm4', at)
    const old = vault.seal(words)
    ring.add('sm4', at)
    const now = vault.seal(words)
    ring.destroy(2)
    expect(() => vault.open(old)).toThrow(CannotOpen)
    expect(() => readFileSync(join(path, 'keys', 'vault-2'))).toThrow('ENOENT')
    expect(vault.open(now)).toBe(words)
    expect(() => ring.destroy(1)).toThrow()
    expect(() => ring.destroy(3)).toThrow()
    expect(ring.add('aes', at)).toBe(4)
  })

  test('密钥清单损坏、密钥文件不见了：说明原因，不另造一把', () => {
    const path = folder()
    const { ring } = use(path)
    ring.add('sm4', at)
    rmSync(join(path, 'keys', 'vault-2'))
    expect(() => openKeyRing(path).current()).toThrow('不见了')
    for (const text of [
      '{',
      '{"schema":"zhaoming-keys/2"}',
      '{"schema":"zhaoming-keys/1","current":9,"keys":[]}',
    ]) {
      writeFileSync(join(path, 'keys', 'vault.json'), text)
      expect(() => openKeyRing(path).current(), text).toThrow('已损坏')
    }
  })

  test('一个值用另一种算法或者另一把密钥冒充不了', () => {
    const keys: VaultKey[] = [1, 2].map(number => ({
      number,
      cipher: (['aes', 'sm4'] as CipherName[])[number - 1]!,
      secret,
    }))
    const vault = makeVault({ current: () => keys[1]!, key: n => keys[n - 1] ?? null })
    const sealed = vault.seal(words)
    for (const [mark, number] of [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 3],
      [3, 2],
    ]) {
      const forged = Buffer.from(sealed)
      forged[1] = mark!
      forged[3] = number!
      expect(() => vault.open(forged)).toThrow(CannotOpen)
    }
  })
})
