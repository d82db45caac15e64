;; One pass of a resize over RGB bytes, for resample.ts: each new pixel of a line is a weighted sum of old ones.
;; Weights are integers with 22 bits behind the point, and sums stay within int32, as in Pillow's resampling of bytes. Each is given in
;; two parts of 16 bits, high * 2048 + low: so two old pixels are multiplied and added in one step, exactly, and in half the time.
;; Assembled with `npx wat2wasm resample.wat -o resample.wasm`; a test compares the two.
(module
  (memory (export "memory") 1)

  ;; Pixels of a line lie $step bytes apart, lines $line bytes. New pixel i takes $counts[i] pairs of old ones from starts[i] on, with
  ;; the weights at $weights + i * $stride: for each pair the two low parts and the two high ones. Where the old ones are odd the last
  ;; weight is 0: reads one pixel and one byte behind the last pixel of the source.
  (func (export "resample")
    (param $source i32) (param $sourceLine i32) (param $sourceStep i32)
    (param $target i32) (param $targetLine i32) (param $targetStep i32)
    (param $lines i32) (param $pixels i32)
    (param $starts i32) (param $counts i32) (param $weights i32) (param $stride i32)
    (local $i i32) (local $at i32) (local $out i32) (local $weight i32) (local $end i32) (local $twoSteps i32)
    (local $low v128) (local $high v128) (local $pair v128) (local $sum v128)
    (local.set $twoSteps (i32.shl (local.get $sourceStep) (i32.const 1)))
    (loop $nextLine
      (local.set $i (i32.const 0))
      (local.set $out (local.get $target))
      (loop $nextPixel
        (local.set $at (i32.add (local.get $source) (i32.mul (local.get $sourceStep)
          (i32.load (i32.add (local.get $starts) (i32.shl (local.get $i) (i32.const 2)))))))
        (local.set $weight (i32.add (local.get $weights) (i32.mul (local.get $i) (local.get $stride))))
        (local.set $end (i32.add (local.get $weight) (i32.shl
          (i32.load (i32.add (local.get $counts) (i32.shl (local.get $i) (i32.const 2)))) (i32.const 3))))
        ;; A half, so that the shift below rounds.
        (local.set $low (i32x4.splat (i32.const 0x200000)))
        (local.set $high (i32x4.splat (i32.const 0)))
        (loop $nextPair
          ;; red, red, green, green, blue, blue of the two, as 16 bits.
          (local.set $pair (i16x8.extend_low_i8x16_u (i8x16.shuffle
            0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
            (v128.load32_zero (local.get $at))
            (v128.load32_zero (i32.add (local.get $at) (local.get $sourceStep))))))
          (local.set $low (i32x4.add (local.get $low)
            (i32x4.dot_i16x8_s (local.get $pair) (v128.load32_splat (local.get $weight)))))
          (local.set $high (i32x4.add (local.get $high)
            (i32x4.dot_i16x8_s (local.get $pair) (v128.load32_splat offset=4 (local.get $weight)))))
          (local.set $at (i32.add (local.get $at) (local.get $twoSteps)))
          (br_if $nextPair (i32.lt_u
            (local.tee $weight (i32.add (local.get $weight) (i32.const 8))) (local.get $end))))
        (local.set $sum (i32x4.shr_s
          (i32x4.add (local.get $low) (i32x4.shl (local.get $high) (i32.const 11))) (i32.const 22)))
        (local.set $sum (i16x8.narrow_i32x4_s (local.get $sum) (local.get $sum)))
        (local.set $sum (i8x16.narrow_i16x8_u (local.get $sum) (local.get $sum)))
        (v128.store16_lane 0 (local.get $out) (local.get $sum))
        (v128.store8_lane offset=2 2 (local.get $out) (local.get $sum))
        (local.set $out (i32.add (local.get $out) (local.get $targetStep)))
        (br_if $nextPixel (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $pixels))))
      (local.set $source (i32.add (local.get $source) (local.get $sourceLine)))
      (local.set $target (i32.add (local.get $target) (local.get $targetLine)))
      (br_if $nextLine (local.tee $lines (i32.sub (local.get $lines) (i32.const 1)))))))
