import { describe, expect, test } from 'vitest'
import { noticeSchema } from '#exchange/changes.ts'
import { describe as describeOpenly } from '#exchange/openapi.ts'
import { makeSite } from '#portal/site.ts'
import { isPublicAddress } from '#kit/outward.ts'
import { addressesOf, readOrigins, targetFault } from './target.ts'
import { isGivenUp, nextAttempt } from './rules.ts'
import { newSecret, signedHeaders } from './sign.ts'
import { instant, later } from '#kit/now.ts'
import { readSettings } from '../../main.ts'

const none = new Set<string>()

describe('推送只到公网（防止借推送探测内网）', () => {
  test('公网地址和不是公网的地址：私有、本机、链路、运营商、文档、组播、保留，以及藏在 IPv6 里的 IPv4', () => {
    const open = [
      '1.1.1.1',
      '8.8.8.8',
      '114.114.114.114',
      '223.5.5.5',
      '2400:3200::1',
      '2606:4700:4700::1111',
    ]
    for (const address of open) expect(isPublicAddress(address), address).toBe(true)
    const closed = [
      ...[
        '0.0.0.0',
        '10.1.2.3',
        '100.64.0.1',
        '127.0.0.1',
        '127.255.255.254',
        '169.254.169.254',
        '172.16.0.1',
      ],
      ...[
        '172.31.255.255',
        '192.0.0.1',
        '192.0.2.1',
        '192.168.1.1',
        '198.18.0.1',
        '198.51.100.1',
        '203.0.113.9',
      ],
      ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8'],
      ...[
        '64:ff9b::a00:1',
        'fc00::1',
        'fd12::1',
        'fe80::1',
        'ff02::1',
        '2001:db8::1',
        '2001::1',
        '2002:a00:1::1',
      ],
      ...['not-an-address', ''],
    ]
    for (const address of closed) expect(isPublicAddress(address), address).toBe(false)
  })

  test('登记的地址：只收 https，不收口令、片段、本机、内网名和换了写法的 IP；列入名单的内网地址可以', () => {
    for (const good of ['https://hooks.example.gov.cn/a?b=c', 'https://8.8.8.8:8443/x'])
      expect(targetFault(good, none), good).toBeNull()
    const bad = [
      ...[
        '',
        'hooks.example.gov.cn',
        'ftp://example.gov.cn/',
        'http://example.gov.cn/',
        'javascript:alert(1)',
      ],
      ...[
        'https://user:pw@example.gov.cn/',
        'https://example.gov.cn/#x',
        'https://localhost/',
        'https://oa/',
      ],
      ...[
        'https://127.1/',
        'https://0x7f.1/',
        'https://2130706433/',
        'https://017700000001/',
        'https://[::1]/',
      ],
      ...[
        'https://[::ffff:10.0.0.1]/',
        'https://10.0.0.1/',
        'https://169.254.169.254/latest',
        'https://oa.local/',
      ],
      ...['https://x.internal/', 'https://localhost./'],
    ]
    for (const one of bad) expect(targetFault(one, none), one).toMatch(/[\u4e00-\u9fff]/)
    const listed = readOrigins('https://oa.local, http://10.0.0.1:8080/', 'WEBHOOK_ORIGINS')
    expect(listed.faults).toEqual([])
    expect(targetFault('http://10.0.0.1:8080/hook', listed.origins)).toBeNull()
    expect(targetFault('https://oa.local/hook', listed.origins)).toBeNull()
    expect(targetFault('http://10.0.0.1:8081/hook', listed.origins)).not.toBeNull()
    expect(readOrigins('oa.local,http://a/b,ftp://x,https://u:p@x', 'WEBHOOK_ORIGINS').faults).toHaveLength(4)
    expect(readOrigins(undefined, 'WEBHOOK_ORIGINS').origins.size).toBe(0)
    expect(() => readSettings({ WEBHOOK_ORIGINS: 'oa.local' }, '/x')).toThrow(/WEBHOOK_ORIGINS 应写成/)
    expect([...readSettings({ WEBHOOK_ORIGINS: 'https://oa.local' }, '/x').webhookOrigins]).toEqual([
      'https://oa.local',
    ])
  })

  test('域名解析出的地址有一个不是公网的就不连接；列入名单的照连', async () => {
    const url = new URL('https://hooks.example.gov.cn/x')
    const to =
      (...addresses: string[]) =>
      () =>
        Promise.resolve(addresses.map(address => ({ address, family: 4 as const })))
    expect(await addressesOf(url, none, to('8.8.8.8'))).toEqual([{ address: '8.8.8.8', family: 4 }])
    await expect(addressesOf(url, none, to('8.8.8.8', '10.0.0.1'))).rejects.toThrow('解析到本机或内网')
    await expect(addressesOf(url, none, to('127.0.0.1'))).rejects.toThrow('解析到本机或内网')
    expect(await addressesOf(url, new Set([url.origin]), to('10.0.0.1'))).toHaveLength(1)
  })
})

describe('推送的签名和重试', () => {
  test('Standard Webhooks 说明里的例子：同样的编号、时刻、正文和密钥，得到同样的签名', () => {
    const headers = signedHeaders(
      {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        at: instant(1614265330_000),
        body: '{"test": 2432232314}',
      },
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    )
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
    expect(Buffer.from(newSecret().slice(6), 'base64')).toHaveLength(32)
  })

  test('重试的间隔：1、5、30 分钟，2、5、10、14、20、24 小时，然后不再；按要求顺延，最多一天', () => {
    const now = instant('2026-11-23T09:00:00+08:00')
    const minutes = (n: number, asked: number | null = null) => {
      const next = nextAttempt(n, now, asked)
      return next && (next.getTime() - now.getTime()) / 60_000
    }
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(n => minutes(n))).toEqual([
      ...[1, 5, 30, 120, 300, 600, 840, 1200, 1440, null],
    ])
    expect(minutes(1, 3_600_000)).toBe(60)
    expect(minutes(1, 999 * 3_600_000)).toBe(1440)
    expect(isGivenUp(null, now)).toBe(false)
    expect(isGivenUp(later(now, -5 * 86_400_000 + 1), now)).toBe(false)
    expect(isGivenUp(later(now, -5 * 86_400_000), now)).toBe(true)
  })

  test('推送的内容就是开放接口说明里写的样子', () => {
    const site = makeSite({ config: undefined, demo: true, publicUrl: null })
    const whole = describeOpenly([], [], site) as {
      webhooks: {
        change: {
          post: { requestBody: { content: Record<string, { schema: object }> }; description: string }
        }
      }
      components: { schemas: Record<string, { properties: Record<string, object> }> }
    }
    const { post } = whole.webhooks.change
    expect(post.requestBody.content['application/json']!.schema).toEqual({
      $ref: '#/components/schemas/Notice',
    })
    expect(Object.keys(whole.components.schemas['Notice']!.properties)).toEqual(['type', 'timestamp', 'data'])
    expect(Object.keys(whole.components.schemas['Change']!.properties)).toContain('content_hash')
    expect(post.description).toContain('HMAC-SHA256')
    expect(noticeSchema.safeParse({ type: 'webhook.test', timestamp: 'x', data: null }).success).toBe(true)
    expect(noticeSchema.safeParse({ type: 'other', timestamp: 'x', data: null }).success).toBe(false)
  })
})
