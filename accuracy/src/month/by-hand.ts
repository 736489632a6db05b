/**
 * The claim of October 2026 worked out by hand from the metres that the sealed answers say were not done and the prices and
 * clauses of `month.ts`, never from what the product said. Amounts in lei; the last column says why a line does not count.
 * `all` in the column of routes: of the whole day or month. Every amount is rounded half up, once.
 */
export const BY_HAND = `
date       | route | place                     | reason      |  metres | rule       | arithmetic                                                          |  amount |
# 1 October: nothing is wrong, and nothing is charged.
# 2nd: Birch is left out, 291.35 m of it: 538.9975. It is the month's first, so a warning. But more than a fifth of the day
# (291.35 of 1200 m) was not done, for which another clause takes 3 % of the day's price, 1200 × 1.85 = 2220: 66.60.
2026-10-02 | N     | Birch                     | not-reached |  291.35 |            | 291.35 × 1.85                                                       |  539.00 |
2026-10-02 | N     | Birch                     | not-reached |  291.35 | skipped    | 0                                                                   |    0.00 | warning
2026-10-02 | all   | Birch                     | not-reached |  291.35 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 |
# 6th: Cedar is left out, the second of the month: 500. It is more than the 66.60 of the day, which are for the same metres.
2026-10-06 | N     | Cedar                     | not-reached |  291.49 |            | 291.49 × 1.85                                                       |  539.26 |
2026-10-06 | N     | Cedar                     | not-reached |  291.49 | skipped    | 500                                                                 |  500.00 |
2026-10-06 | all   | Cedar                     | not-reached |  291.49 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 | covered
# 9th: Birch is left out again, but it was closed to traffic: 293.20 m are excused, and neither paid nor charged.
# 13th: Acacia is left out, and swept the next morning, 24 hours later: 30 are allowed. What the day's clause takes stays.
2026-10-13 | N     | Acacia                    | not-reached |  297.80 |            | 297.8 × 1.85                                                        |  550.93 |
2026-10-13 | N     | Acacia                    | not-reached |  297.80 | skipped    | 500                                                                 |  500.00 | cured
2026-10-13 | all   | Acacia                    | not-reached |  297.80 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 |
# 16th: Elm is left out, the third of the month (the cured one does not count) and the second that is charged: twice 500.
2026-10-16 | N     | Elm                       | not-reached |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-16 | N     | Elm                       | not-reached |  300.00 | skipped    | 500 × 2                                                             | 1000.00 |
2026-10-16 | all   | Elm                       | not-reached |  300.00 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 | covered
# 19th: four minutes with the brush up. One case: 300, of which the contract lets 250 through.
2026-10-19 | N     | Acacia                    | gear-off    |  248.07 |            | 248.07 × 1.85                                                       |  458.93 |
2026-10-19 | N     | Birch                     | gear-off    |  208.25 |            | 208.25 × 1.85                                                       |  385.26 |
2026-10-19 | N     | Acacia, Birch             | gear-off    |         | gear       | 300, at most 250.00                                                 |  250.00 |
2026-10-19 | all   | Acacia, Birch             | gear-off    |  456.32 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 | covered
# 20th: the other kerb of Birch was swept: 293.46 m at half a leu are 146.73, more than the day's 66.60.
2026-10-20 | N     | Birch                     | wrong-side  |  293.46 |            | 293.46 × 1.85                                                       |  542.90 |
2026-10-20 | N     | Birch                     | wrong-side  |  293.46 | side       | 293.46 × 0.5                                                        |  146.73 |
2026-10-20 | all   | Birch                     | wrong-side  |  293.46 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 | covered
# 21st: Birch at 22 km/h. A tenth of the street's price, 555, is 55.50: less than the day's 66.60, which takes its place.
2026-10-21 | N     | Birch                     | too-fast    |  285.11 |            | 285.11 × 1.85                                                       |  527.45 |
2026-10-21 | N     | Cedar                     | too-fast    |    0.19 |            | 0.19 × 1.85                                                         |    0.35 |
2026-10-21 | N     | Birch                     | too-fast    |  285.11 | fast       | 300 × 1.85 × 10 %                                                   |   55.50 | covered
2026-10-21 | all   | Birch, Cedar              | too-fast    |  285.30 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 |
# 22nd: seven minutes without data, grade C. What is not proven is not paid; penalties on it are held back, and so is that
# nothing is left of the price, 401.25 m that were done (742.3125). The clause on the data themselves holds: 250.
2026-10-22 | N     | Acacia                    | no-data     |   51.62 |            | 51.62 × 1.85                                                        |   95.50 |
2026-10-22 | N     | Birch                     | no-data     |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-22 | N     | Cedar                     | no-data     |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-22 | N     | Elm                       | no-data     |  147.13 |            | 147.13 × 1.85                                                       |  272.19 |
2026-10-22 | N     | Acacia, Birch, Cedar, Elm | no-data     |         | nothing    | 401.25 × 1.85                                                       |  742.31 | held
2026-10-22 | N     | Acacia                    | no-data     |   51.62 | no-data    | 200                                                                 |  200.00 | held
2026-10-22 | N     | Birch                     | no-data     |  300.00 | no-data    | 200                                                                 |  200.00 | held
2026-10-22 | N     | Cedar                     | no-data     |  300.00 | no-data    | 200                                                                 |  200.00 | held
2026-10-22 | N     | Elm                       | no-data     |  147.13 | no-data    | 200                                                                 |  200.00 | held
2026-10-22 | N     |                           |             |         | uptime     | 250                                                                 |  250.00 |
2026-10-22 | all   | Acacia, Birch, Cedar, Elm | no-data     |  798.75 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 | held
# 23rd: 38 minutes late: one hour has begun.
2026-10-23 | N     |                           |             |         | late-start | 1 × 120                                                             |  120.00 |
# 24th: Fir is left out in the evening and swept two evenings later: the 25th, of 25 hours, is one day at 16 %, the 26th one
# at 15.5 %. 300.01 × 2.40 = 720.024; 720.024 × 0.16 / 300 = 0.384013 and 720.024 × 0.155 / 300 = 0.372012: 0.756025.
# Lateness is a cause of its own: the day's 3 % of 1200.04 × 2.40 = 2880.096 come on top, 86.40288.
2026-10-24 | S     | Fir                       | not-reached |  300.01 |            | 300.01 × 2.40                                                       |  720.02 |
2026-10-24 | S     | Fir                       | not-reached |  300.01 | key-rate   | 300.01 × 2.40 × 16 % × 1 / 300 + 300.01 × 2.40 × 15.5 % × 1 / 300   |    0.76 |
2026-10-24 | all   | Fir                       | not-reached |  300.01 | day        | 1200.04 × 2.40 × 3 %                                                |   86.40 |
# 26th: nobody comes. The contract's price, 2,000,000, lies in the second band: 2,500 for the no-show, which is the greatest
# of what is charged for these metres. Acacia and Elm were swept the next morning. The
# other two are the fourth and fifth of the month: 500 × 2. The day's price is 2220 + 2880.096 = 5100.096, 3 % 153.00288.
2026-10-26 | N     | Acacia                    | not-reached |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-26 | N     | Birch                     | not-reached |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-26 | N     | Cedar                     | not-reached |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-26 | N     | Elm                       | not-reached |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-26 | N     | Acacia, Birch, Cedar, Elm | not-reached |         | late-start | 1 × 120                                                             |  120.00 | covered
2026-10-26 | N     | Acacia, Birch, Cedar, Elm | not-reached |         | no-show    | 2500                                                                | 2500.00 |
2026-10-26 | N     | Acacia                    | not-reached |  300.00 | skipped    | 500                                                                 |  500.00 | cured
2026-10-26 | N     | Birch                     | not-reached |  300.00 | skipped    | 500 × 2                                                             | 1000.00 | covered
2026-10-26 | N     | Cedar                     | not-reached |  300.00 | skipped    | 500 × 2                                                             | 1000.00 | covered
2026-10-26 | N     | Elm                       | not-reached |  300.00 | skipped    | 500                                                                 |  500.00 | cured
2026-10-26 | all   | Acacia, Birch, Cedar, Elm | not-reached | 1200.00 | day        | 1200 × 1.85 × 3 % + 1200.04 × 2.40 × 3 %                            |  153.00 | covered
# 27th: two streets left out, 593.61 of 1200 m are 49.5 %, more than 45: nothing is left of the price of the other 606.39 m,
# 1121.8215. With it the whole route, 2220, is not paid. Each street costs 500 × 2, but 500 and 1000 of the 2,400 that this
# clause may take in a month are used up: 900 are left for Birch, nothing for Cedar.
2026-10-27 | N     | Birch                     | not-reached |  293.61 |            | 293.61 × 1.85                                                       |  543.18 |
2026-10-27 | N     | Cedar                     | not-reached |  300.00 |            | 300 × 1.85                                                          |  555.00 |
2026-10-27 | N     | Birch, Cedar              | not-reached |         | nothing    | 606.39 × 1.85                                                       | 1121.82 |
2026-10-27 | N     | Birch                     | not-reached |  293.61 | skipped    | 500 × 2, at most 900.00                                             |  900.00 |
2026-10-27 | N     | Cedar                     | not-reached |  300.00 | skipped    | 500 × 2, at most 0.00                                               |    0.00 |
2026-10-27 | all   | Birch, Cedar              | not-reached |  593.61 | day        | 1200 × 1.85 × 3 %                                                   |   66.60 | covered
# 28th: Gorse is not washed, and washed two days later: 290.92 × 0.75 = 218.19, 2 % for each day, 8.7276. The penalties so
# far: 66.60 + 500 + 66.60 + 1000 + 250 + 146.73 + 66.60 + 250 + 120 + 0.76 + 86.40 + 2500 + 900 = 5953.69. The month may
# bring 5,960, so that 6.31 of it are left, and then nothing: not of the day's 1200.04 × 0.75 × 3 % = 27.0009 either.
2026-10-28 | W     | Gorse                     | gear-off    |   46.88 |            | 46.88 × 0.75                                                        |   35.16 |
2026-10-28 | W     | Gorse                     | not-reached |  244.04 |            | 244.04 × 0.75                                                       |  183.03 |
2026-10-28 | W     | Gorse                     |             |  290.92 | delay      | 290.92 × 0.75 × 2 % × 2, at most 6.31                               |    6.31 |
2026-10-28 | all   | Gorse                     |             |  290.92 | day        | 1200.04 × 0.75 × 3 %, at most 0.00                                  |    0.00 |
# The month: 15907.95 of 21306.96 m that were owed are done, 74.7 %, and 70 are enough for a bonus of 1 % of the price.
# Owed: N fourteen times 1200 less 293.20 excused, S and W twice 1200.04. 30537.58 + 5760.192 + 1800.06 = 38097.832.
2026-10-30 | all   |                           |             |         | bonus      | 16506.80 × 1.85 × 1 % + 2400.08 × 2.40 × 1 % + 2400.08 × 0.75 × 1 % | -380.98 |
`;

/**
 * Not paid: 539.00 + 539.26 + 550.93 + 555.00 + 844.19 + 542.90 + 527.80 + 1477.69 + 720.02 + 2220.00 + 2220.00 +
 * 218.19, day by day. Penalties: 5,953.69 up to the 27th, and what the cap of the month leaves. Held:
 * 742.31 + 4 × 200 + 66.60.
 */
export const TOTALS_BY_HAND = {
  nonPayment: 10_954_98,
  penalty: 5_960_00,
  bonus: -380_98,
  total: 16_534_00,
  held: 1_608_91,
};
