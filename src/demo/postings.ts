import { beginPosting, performPosting } from '#posting/actions.ts'
import { emptyContent, type Content, type PostingKind } from '#posting/model.ts'
import { readPosting } from '#posting/store.ts'
import type { House } from '../house.ts'
import { demoActor } from './documents.ts'

/** What 焦作市应急管理局 of the demonstration tells besides documents. Names are role names; nothing in it happened. */

type Given = { readonly key: string; readonly kind: PostingKind; readonly content: Partial<Content> }

const paragraphs = (...texts: string[]) => texts.map(t => `<p>${t}</p>`).join('')

const given: readonly Given[] = [
  {
    key: 'organization',
    kind: 'organization',
    content: {
      title: '焦作市应急管理局机构职能（演示）',
      html: paragraphs(
        '负责全市应急管理工作，指导各县（市）区、各部门应对安全生产类、自然灾害类等突发事件和综合防灾减灾救灾工作。',
        '内设机构：办公室、政策法规机构、保密机构、安全生产综合协调科、救灾和物资保障科。',
      ),
      facts: {
        办公地址: '演示地址，无实际办公场所',
        办公时间: '演示：工作日 8:30—12:00，13:30—17:30',
        联系电话: '000-00000000',
        负责人: '主要负责人甲（演示）',
        政务公开工作机构: '办公室（演示），000-00000000',
      },
    },
  },
  {
    key: 'leader-1',
    kind: 'leader',
    content: {
      title: '主要负责人甲（演示）',
      facts: { 职务: '党委书记、局长', 分工: '主持全面工作。' },
      rank: 1,
    },
  },
  {
    key: 'leader-2',
    kind: 'leader',
    content: {
      title: '分管负责人乙（演示）',
      facts: {
        职务: '党委委员、副局长',
        分工: '分管办公室、政策法规机构，负责政务公开工作。',
        政务公开: '分管负责人',
        办公电话: '000-00000000',
      },
      rank: 2,
    },
  },
  {
    key: 'leader-3',
    kind: 'leader',
    content: {
      title: '分管负责人丙（演示）',
      facts: { 职务: '党委委员、副局长', 分工: '分管安全生产综合协调科、救灾和物资保障科。' },
      rank: 3,
    },
  },
  {
    key: 'absence',
    kind: 'absence',
    content: {
      title: '关于本机关没有行政事业性收费项目的说明（演示）',
      html: paragraphs('本机关没有设立、也不代收任何行政事业性收费项目，今后如有变化，将在本栏公开。'),
      item: '20-8',
    },
  },
  {
    key: 'news',
    kind: 'news',
    content: {
      title: '全市冬季安全生产检查启动（演示）',
      html: paragraphs(
        '检查自即日起开展，重点检查危险化学品、烟花爆竹和人员密集场所，检查结果在“安全生产监督检查”栏目公开。',
        '群众发现安全隐患，可以拨打 12350 举报。',
      ),
      columns: ['news'],
    },
  },
  {
    key: 'notice',
    kind: 'notice',
    content: {
      title: '关于调整政务公开专区开放时间的公告（演示）',
      html: paragraphs(
        '政务公开专区自下月起每个工作日开放，设有自助查阅设备，并提供纸质文件查阅和申请公开的帮助。',
      ),
      columns: ['notice'],
    },
  },
]

/** One writes, another examines and publishes; each step by its own key, so a start that was cut short goes on. */
export async function loadPostings(house: House): Promise<void> {
  const writes = await demoActor(house, 'jiaozuo', 'openness')
  const releases = await demoActor(house, 'jiaozuo', 'publisher')
  for (const { key, kind, content } of given) {
    const id = `demo-posting-${key}`
    const { subject } = await beginPosting(
      house,
      writes,
      { body: writes.bodyId, kind, content: { ...emptyContent, ...content } },
      id,
    )
    if ((await readPosting(house.db, subject))?.state === 'published') continue
    await performPosting(house, { subject, verb: 'submit', actor: writes, key: `${id}-submit` })
    await performPosting(house, {
      subject,
      verb: 'publish',
      actor: releases,
      form: { examined: true },
      key: `${id}-publish`,
    })
  }
}
