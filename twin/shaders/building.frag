#include "common.glsl"

in vec3 place, normal;
in vec3 wall;
flat in vec4 size, tint, window, traits, state, built, swatch;
out vec4 pixel;

const vec3 SELECTED = vec3(1., .451, .098);
const vec3 PENDING = vec3(.173, .337, .498);

#ifdef WALLS
#include "facade.glsl"

// The edges of a wall, two pixels wide: they trace the chosen building.
float rim() {
    float wide_u = fwidth(wall.x), wide_h = fwidth(wall.y), top = built.x * size.y;
    float inner = band(wall.x, 2. * wide_u, traits.z - 2. * wide_u, wide_u);
    return 1. - inner * (1. - band(wall.y, top - 2. * wide_h, top + .9, wide_h));
}
#else
float rim() {
    return 0.;
}
#endif

#ifndef WALLS
// Roofs by their sort: gravel and solar panels, machine rooms, fans of a compute centre, bare concrete.
vec3 roof_albedo(vec3 n, out vec3 glow) {
    vec2 p = place.xy;
    float wide = max(fwidth(p.x), fwidth(p.y));
    glow = vec3(0.);
    float sort = built.w;
    vec3 gravel = mix(vec3(.33, .32, .30), tint.rgb, .22);
#if QUALITY > 0
    gravel *= .92 + .12 * noise(p * .35);
    gravel *= .92 + .08 * pulse(p.x / 6., .015, .985, fwidth(p.x) / 6.) * pulse(p.y / 6., .015, .985, fwidth(p.y) / 6.);
#ifdef CONTEXT
    vec3 tiles = mix(vec3(.42, .105, .055), vec3(.33, .14, .09), traits.x);
    gravel = mix(gravel, tiles * (.85 + .3 * noise(p * .2)), step(traits.y, .05));      // villages
#else
    vec2 q = mat2(.777, -.629, .629, .777) * p;
    float rows = pulse(q.y / 3.4, .10, .68, fwidth(q.y) / 3.4) * pulse(q.x / 21., .08, .92, fwidth(q.x) / 21.);
    gravel = mix(gravel, vec3(.018, .030, .075), rows * step(.62, traits.x) * step(traits.y, .5) * (1. - built.z));
    float rack = pulse(q.y / 11., .18, .82, fwidth(q.y) / 11.) * pulse(q.x / 26., .07, .93, fwidth(q.x) / 26.) * step(.5, n.z);
    vec2 cell = fract(q / 3.6) - .5;
    float fan = mix(smoothstep(.40, .34, length(cell)), .4, smoothstep(.6, 2., wide)) * rack * built.z;
    gravel = mix(mix(gravel, vec3(.26, .28, .29), rack * built.z), vec3(.045), fan * .85);
    glow += fan * vec3(.04, .42, .55) * state.z * NIGHT * .30;
#endif
#endif
    vec3 metal = mix(vec3(.30, .31, .32), tint.rgb, .35);
#if QUALITY > 0
    metal *= n.z < .5 ? .72 + .28 * pulse(wall.y / .6, 0., .6, fwidth(wall.y) / .6) : 1.;
#endif
    vec3 concrete = vec3(.39, .37, .34);
    vec3 albedo = sort < 1.5 ? gravel : sort < 2.5 ? metal : concrete;
    return state.r < 254.5 / 255. ? concrete : albedo;
}
#endif

#ifdef CLAY
// What the run on the screen has not built, of a building that is drawn whole: lines of storeys, edges, hatched roofs.
float pending() {
    if (state.b > size.x - .5) return 0.;
#ifdef WALLS
    float wide_u = fwidth(wall.x), wide_h = fwidth(wall.y), top = size.x * size.y;
    float edge = 1. - band(wall.x, wide_u, traits.z - wide_u, wide_u) * band(wall.y, -9., top - wide_h, wide_h);
    float line = pulse(wall.y / size.y, 0., .12, wide_h / size.y);
    return max(.75 * edge, .32 * line) * step(state.b * size.y, wall.y);
#else
    float across = (place.x + place.y) / 7., wide = fwidth(across);
    float coarser = exp2(max(0., ceil(log2(5. * wide))));              // from afar too there are pixels between them
    return .45 * pulse(across / coarser, 0., .2, wide / coarser);
#endif
}

void main() {
    vec3 n = normalize(normal) * (gl_FrontFacing ? 1. : -1.);
    vec3 base = vec3(.922, .914, .906);
#ifdef CONTEXT
    base = vec3(.845, .840, .832);
#endif
    vec3 c = mix(base, swatch.rgb, swatch.a * step(.5 / 255., state.r));
#ifdef WALLS
    float seam = pulse(wall.y / size.y, 0., .06, fwidth(wall.y) / size.y) * step(0., wall.y);
#ifdef RISING
    if (wall.y > built.y * size.y && state.r < 254.5 / 255.) {
        vec4 s = structure();
        if (s.a < .5) discard;
        seam = max(seam, .5);
    }
#endif
    c *= 1. - .10 * seam;
#else
    if (built.w > 1.5) c *= .95;
#endif
#ifndef CONTEXT
    c = mix(c, dot(swatch.rgb, LUMA) < .45 ? vec3(.85) : PENDING, pending());
#endif
    c = mix(c, mix(SELECTED, vec3(1.), .75 * rim()), .80 * state.w);
    float open = mix(1., open_sky(place + n * 5.5, wall.z), step(n.z, .5) * .4);
    pixel = vec4(haze(c * open * clay_shade(n, sunlit(place, n)), place), 1.);
}
#else
void main() {
    vec3 v = normalize(place - EYE);
    vec3 n = normalize(normal) * (gl_FrontFacing ? 1. : -1.);
    float lit = sunlit(place, n);
    float open = open_sky(place + n * 5.5, wall.z);
    vec3 light_here = SUN * max(dot(n, SUN_DIRECTION), 0.) * lit * .493 + ambient(n) * mix(.36, 1., open);
#ifdef WALLS
    Surface s = facade(n, v);
    vec3 r = reflect(v, n);
    r.z += .22 * smoothstep(-.02, -.22, v.z);                          // from above real glass mirrors dull ground
    r = normalize(r);
    float facing = 1. - max(dot(-v, n), 0.);
    float grazing = facing * facing;
    float strength = clamp(.10 + .16 * traits.y + .9 * grazing * grazing * facing, 0., 1.);
    vec3 mirror = mirrored(r, place.z) * mix(.5, 1., open) * vec3(.74, .86, .92) * mix(.62, 1., smoothstep(0., 60., wall.y));
#if QUALITY > 0
    float spark = max(dot(r, SUN_DIRECTION), 0.);
    mirror += SUN * lit * (pow(spark, 420.) * 28. + pow(spark, 40.) * .5);
#endif
    vec3 c = mix(s.wall * light_here, mix(s.inside, mirror, strength), s.glass) + s.glow;
#ifdef RISING
    if (wall.y > built.y * size.y && state.r < 254.5 / 255.) {
        vec4 bare = structure();
        if (bare.a < .5) discard;
        c = bare.rgb * light_here;
    }
#endif
#else
    vec3 glow;
    vec3 c = roof_albedo(n, glow) * light_here + glow;
#endif
#ifdef CONTEXT
    c = mix(c, vec3(dot(c, LUMA)), .22);
#endif
    vec3 chosen = mix(vec3(1., .17, .01), vec3(1., .86, .70), rim()) * (.30 + .70 * clamp(dot(light_here, LUMA), .2, 1.));
    c = mix(c, chosen / EXPOSURE, .82 * state.w);
    pixel = finish(haze(c, place), 1.);
}
#endif
