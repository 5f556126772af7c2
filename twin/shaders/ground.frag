// The ground, one material a program (MATERIAL as in twin/ground.py, or LAND, or SEA).
#include "common.glsl"

in vec3 place, normal;
in vec2 across;
flat in vec4 street;
out vec4 pixel;

#ifndef MATERIAL
#define MATERIAL -1
#endif

#ifdef LAND
uniform sampler2D cover;               // red: woods, green: built-up ground
uniform vec4 cover_place;              // its south-west corner, 1 / its side
#endif

#ifdef PHOTO
uniform sampler2D photo;
uniform vec4 photo_place;              // its south-west corner, 1 / its width, 1 / its height
#endif

const vec3 PAINT = vec3(.76, .74, .69);

vec3 asphalt(vec2 p) {
    vec3 c = vec3(.135, .139, .146);
#if QUALITY > 0
    c *= .92 + .16 * noise(p * .13);
#endif
    return c;
}

vec3 grass(vec2 p, float wide, vec3 dark, vec3 bright) {
#if QUALITY > 0
    float patches = noise(p * .031) * .6 + noise(p * .13) * .4;
    vec3 c = mix(dark, bright, patches);
    return c * (.92 + .16 * mix(.5, noise(p * 2.3), 1. - smoothstep(.2, 1.2, wide)));
#else
    return mix(dark, bright, .5);
#endif
}

vec3 slabs(vec2 p, vec2 wide, vec3 c, vec2 slab_m, float joint) {
    float line = pulse(p.x / slab_m.x, joint, 1., wide.x / slab_m.x) * pulse(p.y / slab_m.y, joint, 1., wide.y / slab_m.y);
    return c * (.88 + .12 * line);
}

// Lane marks, stop lines and zebra crossings of a street.
vec3 marked(vec2 p) {
    float u = across.x, t = across.y, half_m = street.x * .5, length_m = street.y, lanes = street.w;
    float wide_u = fwidth(u), wide_t = fwidth(t), a = abs(u);
    float at_start = step(.5, mod(street.z, 2.)), at_end = step(1.5, street.z);
    float to_start = mix(1e4, t, at_start), to_end = mix(1e4, length_m - t, at_end);
    float to_junction = min(to_start, to_end);
    float run = clamp((to_junction - 7.5) / max(wide_t, 1e-4) + .5, 0., 1.);
    float dashes = pulse(t / 9., 0., .45, wide_t / 9.);
    float six = step(5.5, lanes), four = step(3.5, lanes) * (1. - six), two = 1. - step(3.5, lanes);
    float paint = two * band(a, -1., .07, wide_u) * dashes * run;
    paint += four * (band(a, .10, .24, wide_u) + band(a, 3.55, 3.70, wide_u) * dashes) * run;
    paint += six * (band(a, 1.75, 1.90, wide_u) + (band(a, 5.05, 5.20, wide_u) + band(a, 8.5, 8.65, wide_u)) * dashes) * run;
    paint += band(a, half_m - .55, half_m - .40, wide_u) * run;
    paint += band(to_junction, .8, 4.2, wide_t) * pulse(u + half_m, 0., .5, wide_u) * band(a, -9., half_m - .6, wide_u);
    paint += band(to_junction, 5.6, 6.0, wide_t) * band(a, -99., half_m - .5, wide_u);
    vec3 c = asphalt(p);
    vec3 green = vec3(.16, .24, .10);
    c = mix(c, green, six * band(a, -9., 1.5, wide_u) * clamp((to_junction - 8.) / max(wide_t, 1e-4), 0., 1.));
    return mix(c, PAINT, clamp(paint, 0., 1.) * .86);
}

vec3 albedo_here(vec2 p, inout vec3 n) {
    vec2 wide2 = fwidth(p);
    float wide = max(wide2.x, wide2.y);
#if MATERIAL == 0
    return slabs(p, wide2, vec3(.50, .475, .43), vec2(4.8, 4.8), .02);
#elif MATERIAL == 1
    return grass(p, wide, vec3(.205, .30, .105), vec3(.33, .40, .165));
#elif MATERIAL == 2
    return grass(p, wide, vec3(.150, .235, .085), vec3(.27, .35, .135));
#elif MATERIAL == 3 || MATERIAL == 4
    vec3 c = slabs(p, wide2, vec3(.60, .55, .475), vec2(2.4, 1.2), .03);
    return c * mix(vec3(1.), vec3(.80, .72, .66), pulse(p.x / 14.4, 0., .083, wide2.x / 14.4));
#elif MATERIAL == 6
    return vec3(.52, .46, .37);
#elif MATERIAL == 7
    return mix(asphalt(p) * 1.15, PAINT, .7 * pulse(p.x / 2.6, 0., .05, wide2.x / 2.6));
#elif MATERIAL == 8
    return slabs(p, wide2, vec3(.55, .525, .48), vec2(.6, .6), .04);
#elif MATERIAL == 9
    return vec3(.56, .55, .53);
#elif MATERIAL == 20
    return vec3(.045, .047, .052);
#elif MATERIAL == 10
    return asphalt(p);
#elif MATERIAL == 11
    return marked(p);
#elif MATERIAL == 12
    float course = floor(across.y / .5);
    vec2 stone = vec2(across.x + .55 * mod(course, 2.), across.y), wide_stone = fwidth(stone);
    vec3 laid = slabs(stone, wide_stone, vec3(.47, .45, .41), vec2(1.1, .5), .06);
    float fine_stone = exp(-max(wide_stone.x, wide_stone.y) * 6.);
    return laid * (1. + .22 * (hash(vec2(floor(stone.x / 1.1), course)) - .5) * fine_stone);
#elif defined(LAND)
    float z = place.z, steep = 1. - n.z;
    vec2 at = (p - cover_place.xy) * cover_place.z;
    vec4 near = texture(cover, at);
    float beyond = smoothstep(.44, .5, max(abs(at.x - .5), abs(at.y - .5)));
    float broad = noise(p * .0021) * .6 + noise(p * .0073) * .4;
    float high = smoothstep(70., 150., z + 60. * broad);
    float wood = mix(near.r, max(high, smoothstep(.50, .62, broad) * .85), beyond), town = near.g * (1. - beyond);
    vec3 meadow = mix(vec3(.205, .29, .105), vec3(.33, .385, .165), noise(p * .011) * .7 + noise(p * .07) * .3);
    vec2 plot = mat2(.79, .61, -.61, .79) * p / vec2(84., 62.);
    meadow *= 1. + .13 * (hash(floor(plot)) - .5) * exp(-wide * wide * .004);
    meadow *= .93 + .14 * noise(p * .031 + 3.);
    vec3 forest = mix(vec3(.080, .155, .058), vec3(.135, .215, .075), broad);
#if QUALITY > 0
    float crowns = noise(p * .11) * .6 + noise(p.yx * .23 + 5.) * .4, fine = exp(-wide * wide * .02);
    forest *= mix(1., .60 + .75 * crowns, fine);
    n = normalize(n + vec3((crowns - .5) * SUN_DIRECTION.xy * fine * wood, 0.));
    float relief = noise(p * .0031 + 40.) - .5 + .6 * (noise(p * .011) - .5);
    float across_relief = noise(p * .0031 + 7.) - .5 + .6 * (noise(p * .011 + 90.) - .5);
    n = normalize(n + vec3(relief, across_relief, 0.) * .75 * high);
#endif
    vec3 yards = mix(vec3(.44, .42, .375), meadow, smoothstep(.42, .58, noise(p * .022) * .6 + noise(p * .09) * .4));
    vec3 c = mix(mix(meadow, yards, town), forest, wood);
    vec3 rock = mix(vec3(.40, .35, .30), vec3(.29, .26, .24), noise(p * .03));
    c = mix(c, rock, smoothstep(.10, .26, steep + (broad - .5) * .14 + max(z - 420., 0.) * .00022));
    return mix(c, vec3(.72, .60, .40), (1. - smoothstep(2.5, 6., z)) * (1. - high));
#else
    return vec3(0.);
#endif
}

// What a photo of the ground shows in the place of `c`, where it shows anything.
vec3 photographed(vec2 p, vec3 c) {
#ifdef PHOTO
    vec2 at = (p - photo_place.xy) * photo_place.zw;
    vec4 seen = texture(photo, at);
    vec2 within = step(vec2(0.), at) * step(at, vec2(1.));
    return mix(c, pow(seen.rgb, vec3(2.2)), seen.a * within.x * within.y);
#else
    return c;
#endif
}

// A wavy surface; the waves fade with distance.
vec3 waves(vec2 p, float amplitude) {
    vec2 slope = vec2(0.);
    p += 9. * vec2(noise(p * .021), noise(p * .021 + 31.));
    for (int k = 0; k < 5; k++) {
        float i = float(k), turn = .6 + i * 1.31 + sin(i * 7.) * .5, rate = .035 * pow(1.78, i);
        vec2 d = vec2(cos(turn), sin(turn));
        float wide = fwidth(dot(p, d)) * rate;
        slope += d * cos(dot(p, d) * rate * 6.2832) * exp(-wide * wide * 40.) * (.9 / (1. + .22 * i));
    }
    return normalize(vec3(-slope * amplitude, 1.));
}

vec3 water(float lit) {
    vec3 v = normalize(place - EYE);
    float far = length(place - EYE), calm = 1. / (1. + far * far / 250000.);
#if QUALITY > 0
#ifdef SEA
    vec3 n = waves(place.xy, .11 * calm);
#else
    vec3 n = waves(place.xy, .035 * calm);
#endif
#else
    vec3 n = vec3(0., 0., 1.);
#endif
    vec3 r = reflect(v, n);
    r.z = abs(r.z);
    float facing = 1. - max(dot(-v, n), 0.), f2 = facing * facing;
    float strength = min(.02 + .98 * f2 * f2 * facing, .6);
#ifdef SEA
    vec3 deep = vec3(.006, .11, .215);
#else
    vec3 deep = vec3(.045, .22, .25);
#endif
    vec3 body = deep * (ambient(vec3(0., 0., 1.)) + SUN * max(SUN_DIRECTION.z, 0.) * .25 * mix(.4, 1., lit));
    float spark = max(dot(r, SUN_DIRECTION), 0.);
    return mix(body, sky(r), strength) + SUN * pow(spark, 240.) * 8. * lit;
}

void main() {
    vec3 n = normalize(normal);
#ifdef CLAY
    vec3 c = vec3(.906, .898, .890);
#if defined(SEA) || MATERIAL == 5
    c = vec3(.796, .843, .871);
#elif MATERIAL == 1 || MATERIAL == 2
    c = vec3(.886, .898, .872);
#elif MATERIAL >= 10
    c = vec3(.853, .849, .843);
#elif MATERIAL == -1
    c = vec3(.893, .892, .880);
#endif
    float open = mix(.72, 1., open_sky(place, 0.));
    pixel = vec4(haze(c * open * clay_shade(n, sunlit(place, n)), place), 1.);
#else
    float lit = sunlit(place, n);
#if defined(SEA) || MATERIAL == 5
    vec3 c = water(lit);
#else
    vec3 albedo = photographed(place.xy, albedo_here(place.xy, n));
    vec3 c = albedo * (SUN * max(dot(n, SUN_DIRECTION), 0.) * lit * .493 + ambient(n) * mix(.30, 1., open_sky(place, 0.)));
#if MATERIAL < 0
    c += albedo * NIGHT * vec3(.030, .026, .022);
#else
    float lamps = 1.;
#if MATERIAL == 11
    float past = fract((across.y - 8.) / 32.) - .5;                    // one pool of light for each pair of lamps
    lamps = .45 + 1.5 * exp(-past * past * 14.);
#endif
    c += albedo * NIGHT * vec3(.20, .14, .08) * lamps;                 // street lamps and shop windows, roughly
#endif
#endif
    pixel = finish(haze(c, place), 1.);
#endif
}
