import { describe, expect, it } from 'vitest'
import { isWeak, passwordExpired, passwordReasons } from './password.ts'
import { weakWords } from './weakWords.ts'

const person = { account: 'nigao.jia', name: '拟稿人甲' }
const texts = (password: string, reused = false) => passwordReasons(password, person, reused).map(r => r.text)

describe('口令规则（等保三级 身份鉴别）', () => {
  it.each(['Tk7#mWq9zL', 'qu1et-Harbor-lemon', '雨后初晴Kv82门前', 'r8Zp%c0vNt2', 'X-ray9lamp;Tulip'])(
    '“%s”可以使用',
    good => expect(texts(good)).toEqual([]),
  )

  it('太短、种类不足、含账号、弱口令、用过：一次列出全部理由', () => {
    expect(passwordReasons('nigao.jia', person, true)).toEqual([
      { field: 'next', text: '口令至少 10 位，现在是 9 位。' },
      { field: 'next', text: '口令须含大写字母、小写字母、数字、符号中的至少三种，现在只有 2 种。' },
      { field: 'next', text: '口令不能含有本人的账号或姓名。' },
      { field: 'next', text: '口令不能与最近 5 次用过的相同。' },
    ])
  })

  it('倒写的账号、夹在中间的姓名也算', () => {
    expect(texts('X9-aij.oagin')).toContain('口令不能含有本人的账号或姓名。')
    expect(texts('X9z拟稿人甲-kQ')).toContain('口令不能含有本人的账号或姓名。')
  })

  it.each([
    'Password123!',
    'P@ssw0rd2024',
    'Passw0rd!2026',
    'Admin@123456',
    'Admin888888!',
    'Qwer1234!@#$',
    '1qaz@WSX3edc',
    '!QAZ2wsx#EDC',
    'Woaini5201314',
    'Zhaoming@2026',
    'Henan@2024yingji',
    'Aa123456789',
    'Aaaaaaaa111!',
    'Abcd@1234567',
    'Zxcvbnm,./123',
    'Wang19900101!',
    'Jiaozuo2020!!',
    'Yingjiju12350',
    'Zhang13800138000!',
    'Iloveyou520!!',
    'Wodemima666!',
    'QweAsdZxc!@#',
    'Poiuyt09876!',
    'AbAbAbAb12!12!',
    'Changeme2025.',
  ])('“%s”是弱口令', weak => {
    expect(isWeak(weak)).toBe(true)
    expect(texts(weak)).toContainEqual(expect.stringContaining('常见弱口令'))
  })

  it('弱口令表有二百条以上，不重复，都是小写', () => {
    expect(new Set(weakWords).size).toBeGreaterThan(200)
    expect(weakWords.filter(w => w !== w.toLowerCase() || w.length < 3)).toEqual([])
  })

  it('全角字符按半角计', () => {
    expect(texts('Ｔｋ７＃ｍＷｑ９ｚＬ')).toEqual([])
    expect(isWeak('Ｐａｓｓｗｏｒｄ１２３！'.normalize('NFKC'))).toBe(true)
  })

  it('过长、首尾空格、控制字符都有说法', () => {
    expect(texts('Tk7#mWq9zL'.repeat(7))).toContain('口令不能超过 64 位。')
    expect(texts(' Tk7#mWq9zL')).toContain('口令的开头和结尾不能是空格。')
    expect(texts('Tk7#mW\u0000q9zL')).toContain('口令中有不可见的控制字符，请重新输入。')
  })

  it('满 90 天须更换，第 89 天不用', () => {
    expect(passwordExpired('2026-01-01', '2026-03-31')).toBe(false)
    expect(passwordExpired('2026-01-01', '2026-04-01')).toBe(true)
  })
})
