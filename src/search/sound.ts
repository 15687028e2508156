import { pinyin } from 'pinyin-pro'

/** How a word sounds and looks, folded so far that what people mistake for it folds alike. */

/** 字形相近、容易写错的字，一组一类。 */
const alike = [
  '己已巳',
  '未末',
  '戊戌戍成',
  '治冶',
  '侯候',
  '复覆复腹',
  '预予',
  '账帐胀',
  '贷货',
  '辩辨辫瓣',
  '杆秆竿',
  '拔拨',
  '折拆析',
  '撤撒澈',
  '徒徙',
  '爆暴瀑',
  '检捡俭险',
  '隐稳',
  '急怠',
  '患惠',
  '防仿妨',
  '灾炎',
  '救求',
  '助肋',
  '矿旷',
  '煤媒谋',
  '烟咽',
  '危厄',
  '晶品',
  '许诈',
  '罚罗',
  '案安桉',
  '练炼',
  '演滨',
  '标际',
  '准淮',
  '录绿',
  '申甲由',
  '请清情晴',
  '报服',
  '权杖',
  '责债',
  '职识',
  '织炽',
  '部郡',
  '厅斤',
  '局居',
  '县具',
  '区匹',
  '市巿',
  '村材',
  '镇慎',
  '街衡',
  '规观',
  '范泛',
  '章意',
  '通诵',
  '知和',
  '告吉',
  '函亟',
  '令今',
  '决诀',
  '定宜',
  '纪记',
  '要耍',
  '领颌',
  '导异',
  '岗冈',
  '培陪赔',
  '训驯',
  '考老',
  '试拭',
  '证征',
  '监蓝',
  '督睹',
  '执热',
  '法怯',
  '处外',
  '公分',
  '开井',
  '目日',
  '日曰',
  '大太犬',
  '人入',
  '土士',
  '干千于',
  '刀力',
  '天夭',
  '午牛',
  '万方',
  '兔免',
  '鸟乌',
]
const shapes = new Map(alike.flatMap(group => [...group].map(c => [c, group[0]!] as const)))

/** Pinyin without tones, marks and spaces; what is not Chinese stays. `应急预案` → `yingjiyuan`. */
export function pinyinOf(word: string): string {
  return pinyin(word, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** 平翘舌、前后鼻音不分。 */
export const foldSound = (letters: string): string =>
  letters
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/([zcs])h/g, '$1')
    .replace(/ng/g, 'n')
    .replace(/v/g, 'u')

export const soundOf = (word: string): string => foldSound(pinyinOf(word))

/** The first letters: `应急管理局` → `yjglj`. */
export function initialsOf(word: string): string {
  return pinyin(word, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

export const shapeOf = (word: string): string => [...word].map(c => shapes.get(c) ?? c).join('')
