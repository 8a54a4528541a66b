import { describe, expect, it } from 'vitest'
import {
  ago,
  count,
  dayOf,
  deadline,
  duration,
  elapsed,
  exactSize,
  middle,
  moment,
  momentInZone,
  percent,
  roughly,
  secondsUntil,
  shortBuild,
  size,
  sizeOf,
  speed,
  timeZone,
  visible,
  wholeMoment,
} from '.'

/** Thin and non-breaking spaces as plain ones, so that the expectations can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('sizes', () => {
  it('count in decimal units, as the Portal counts its 2 GB', () => {
    expect(plain(size(2_000_000_000))).toBe('2.00 GB')
    expect(plain(size(184_302_911))).toBe('184 MB')
    expect(plain(size(46_200_000))).toBe('46.2 MB')
    expect(plain(size(9_057))).toBe('9.06 kB')
  })

  it('name single bytes', () => {
    expect(size(0)).toBe('0 bytes')
    expect(size(1)).toBe('1 byte')
    expect(size(999)).toBe('999 bytes')
  })

  it('move to the next unit instead of showing 1000', () => {
    expect(plain(size(999_499))).toBe('999 kB')
    expect(plain(size(999_500))).toBe('1.00 MB')
    expect(plain(size(999_999_999))).toBe('1.00 GB')
  })

  it('never break between number and unit', () => {
    expect(size(1_240_118_272)).toBe('1.24\u00a0GB')
  })

  it('can be had to the last byte', () => {
    expect(plain(exactSize(1_240_118_272))).toBe('1 240 118 272 bytes')
  })
})

describe('a part of a size', () => {
  it('is written in the unit of the whole, with fixed decimals', () => {
    expect(sizeOf(7_000_000, 1_240_000_000)).toEqual({ done: '0.00', total: '1.24\u00a0GB' })
    expect(sizeOf(410_000_000, 1_240_000_000).done).toBe('0.41')
    expect(sizeOf(1_200_000, 46_200_000)).toEqual({ done: '1.2', total: '46.2\u00a0MB' })
    expect(sizeOf(2, 12)).toEqual({ done: '2', total: '12 bytes' })
  })

  it('promise_20_a_part_never_reads_as_the_whole_before_it_is', () => {
    const total = 184_302_911
    for (let left = 1; left < 2_000_000; left += 7_919) {
      const shown = sizeOf(total - left, total)
      expect(`${shown.done}\u00a0MB`).not.toBe(shown.total)
    }
    expect(sizeOf(total, total)).toEqual({ done: '184', total: '184\u00a0MB' })
  })
})

describe('percents', () => {
  it('promise_20_percents_stay_within_0_and_100_and_100_means_all', () => {
    expect(percent(0, 0)).toBe(0)
    expect(percent(999_999, 1_000_000)).toBe(99)
    expect(percent(1_000_000, 1_000_000)).toBe(100)
    expect(percent(1_000_001, 1_000_000)).toBe(100)
    expect(percent(-5, 10)).toBe(0)
  })
})

describe('speeds', () => {
  it('read as bytes a second', () => {
    expect(plain(speed(11_400_000))).toBe('11.4 MB/s')
    expect(plain(speed(640))).toBe('640 B/s')
  })
})

describe('durations', () => {
  it('are exact where they were measured', () => {
    expect(duration(840)).toBe('840 ms')
    expect(duration(12_300)).toBe('12 s')
    expect(duration(221_000)).toBe('3 min 41 s')
    expect(duration(60_000)).toBe('1 min 00 s')
    expect(duration(3_840_000)).toBe('1 h 04 min')
  })

  it('count whole seconds while they go on', () => {
    expect(elapsed(-40)).toBe('0 s')
    expect(elapsed(155)).toBe('0 s')
    expect(elapsed(221_000)).toBe('3 min 41 s')
  })

  it('are coarse where they are guessed', () => {
    expect(roughly(3)).toBe('a few seconds')
    expect(roughly(22)).toBe('about 20 seconds')
    expect(roughly(58)).toBe('about a minute')
    expect(roughly(170)).toBe('about 3 minutes')
    expect(roughly(3_600)).toBe('about an hour')
    expect(roughly(4_800)).toBe('about 1 hour 20 minutes')
    expect(roughly(7_200)).toBe('about 2 hours')
  })

  it('count down to nothing and not below', () => {
    expect(secondsUntil(10_500, 8_000)).toBe(3)
    expect(secondsUntil(8_000, 10_500)).toBe(0)
  })
})

describe('moments', () => {
  // Local times: the test must hold in every time zone.
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString()
  const now = new Date(2026, 10, 20, 14, 20).getTime()

  it('are placed by day for people', () => {
    expect(moment(at(20, 9, 5), now)).toBe('today 09:05')
    expect(moment(at(19, 23, 59), now)).toBe('yesterday 23:59')
    expect(moment(at(7, 19, 57), now)).toBe('7 Nov 19:57')
    expect(moment(new Date(2025, 6, 17, 19, 57).toISOString(), now)).toBe('17 Jul 2025 19:57')
  })

  it('are told as ago while that says more', () => {
    expect(ago(at(20, 14, 20), now)).toBe('moments ago')
    expect(ago(new Date(now + 5_000).toISOString(), now)).toBe('moments ago')
    expect(ago(at(20, 14, 16), now)).toBe('4 minutes ago')
    expect(ago(at(20, 13, 19), now)).toBe('1 hour ago')
    expect(ago(at(20, 7, 0), now)).toBe('today 07:00')
  })

  it('are shown as they stand when they are no moments', () => {
    expect(moment('soon', now)).toBe('soon')
    expect(ago('soon', now)).toBe('soon')
    expect(wholeMoment('soon')).toBe('soon')
  })

  it('are a day where they are far away', () => {
    expect(dayOf(at(20, 9), now)).toBe('20 Nov')
    expect(dayOf(new Date(2027, 4, 18, 17, 20).toISOString(), now)).toBe('18 May 2027')
    expect(dayOf('soon', now)).toBe('soon')
  })

  it('say when something ends as exactly as it is near', () => {
    expect(deadline(at(27, 9, 5), now)).toBe(`27 Nov 09:05 ${timeZone(at(27, 9, 5))}`)
    expect(deadline(new Date(2027, 4, 18, 17, 20).toISOString(), now)).toBe('18 May 2027')
    expect(deadline('soon', now)).toBe('soon')
  })

  it('name the zone where somebody must not miss them', () => {
    expect(momentInZone(at(20, 9, 5), now)).toBe(`today 09:05 ${timeZone(now)}`)
    expect(timeZone(now)).toMatch(/^[A-Z]/)
    expect(momentInZone('soon', now)).toBe('soon')
  })

  it('have the seconds and the zone where it matters', () => {
    expect(wholeMoment(at(20, 9, 5))).toMatch(/^Fri,? 20 Nov 2026.* 09:05:00 \S+/)
  })
})

describe('versions and hashes', () => {
  it('shorten the commit of a build number and nothing else', () => {
    expect(shortBuild('31.6.2.3-202607171957+8fdda415741be89162eaf04f1895f8d33e26a12f')).toBe(
      '31.6.2.3-202607171957+8fdda41',
    )
    expect(shortBuild('1.0.0-202504171102')).toBe('1.0.0-202504171102')
    expect(shortBuild('1.0.0+nightly-build')).toBe('1.0.0+nightly-build')
  })

  it('cut the middle out of a long name', () => {
    expect(middle('DancingGoat-1.0.0-202611200812.zip', 15)).toBe('Dancing…812.zip')
    expect(middle('short.zip', 15)).toBe('short.zip')
  })
})

describe('counts', () => {
  it('have thin separators', () => {
    expect(count(100_000)).toBe('100\u202f000')
    expect(count(9_057)).toBe('9\u202f057')
    expect(count(12)).toBe('12')
  })
})

describe('somebody else’s text', () => {
  it('shows what would turn the direction of writing or hide', () => {
    expect(visible('photo\u202egpj.exe')).toBe('photo⟨U+202E⟩gpj.exe')
    expect(visible('a\u0000b\nc')).toBe('a⟨U+0000⟩b⟨U+000A⟩c')
    expect(visible('Žluťoučký kůň.zip')).toBe('Žluťoučký kůň.zip')
  })
})
