// Shared by every fragment shader: sun, sky, haze, shadow, tone map. Linear light everywhere, one conversion at the end.
#ifndef QUALITY
#define QUALITY 1
#endif

uniform mat4 p3d_ViewMatrixInverse;
uniform vec4 light[6];
uniform mat4 shadow_matrix;
uniform sampler2DShadow shadow_map;
uniform sampler2D openness;
uniform vec4 openness_place;            // its south-west corner, 1 / its side

#define SUN_DIRECTION light[0].xyz
#define SHADOW_ON light[0].w
#define SUN light[1].rgb
#define EXPOSURE light[1].w
#define ZENITH light[2].rgb
#define NIGHT light[2].w
#define HORIZON light[3].rgb
#define HAZE_PER_M light[3].w
#define FAR light[4].rgb
#define BOUNCE light[5].rgb
#define EYE p3d_ViewMatrixInverse[3].xyz

const vec3 LUMA = vec3(.30, .50, .20);

float hash(vec2 p) {
    p = fract(p * vec2(123.34, 456.21));
    p += dot(p, p + 45.32);
    return fract(p.x * p.y);
}

float hash3(vec3 p) {
    p = fract(p * vec3(.1031, .1030, .0973));
    p += dot(p, p.yxz + 33.33);
    return fract((p.x + p.y) * p.z);
}

float noise(vec2 p) {
    vec2 cell = floor(p), f = fract(p);
    f = f * f * (3. - 2. * f);
    float low = mix(hash(cell), hash(cell + vec2(1, 0)), f.x);
    float high = mix(hash(cell + vec2(0, 1)), hash(cell + vec2(1, 1)), f.x);
    return mix(low, high, f.y);
}

float clouds(vec2 p) {
    float sum = 0., weight = .5;
    for (int octave = 0; octave < 4; octave++) {
        sum += weight * noise(p);
        p = p * 2.03 + 17.1;
        weight *= .5;
    }
    return sum;
}

// A share of each period is 1, box filtered over the footprint `wide` (in periods): never shimmers, fades to its mean.
float pulse_area(float x, float from, float to) {
    return floor(x) * (to - from) + clamp(fract(x) - from, 0., to - from);
}

float pulse(float x, float from, float to, float wide) {
    wide = max(wide, 1e-4);
    return (pulse_area(x + .5 * wide, from, to) - pulse_area(x - .5 * wide, from, to)) / wide;
}

float band(float x, float from, float to, float wide) {
    wide = max(wide, 1e-5);
    return clamp((x - from) / wide + .5, 0., 1.) * clamp((to - x) / wide + .5, 0., 1.);
}

// The sky by direction: dome, glass, water and haze all use it, so they agree.
vec3 sky(vec3 d) {
    float height = clamp(d.z, 0., 1.);
    float towards = .5 + .5 * dot(normalize(d.xy + 1e-5), normalize(SUN_DIRECTION.xy + 1e-5));
    vec3 rim = mix(FAR, HORIZON, towards * towards);
    vec3 c = mix(rim, ZENITH, 1. - pow(1. - height, mix(3.2, 7.5, smoothstep(.2, .9, NIGHT))));
    float glow = max(dot(d, SUN_DIRECTION), 0.);
    float glow8 = glow * glow;
    glow8 *= glow8;
    glow8 *= glow8;
    return c + SUN * (.05 * glow8 + .10 * glow8 * glow8 * glow8 * glow8) * (1. - .6 * height);
}

// Light of the sky and of the ground on a surface; half grey, for raw sky blue makes navy asphalt.
vec3 ambient(vec3 n) {
    vec3 up = ZENITH * .70 + FAR * .34 + HORIZON * mix(.10, .04, NIGHT);
    up = mix(up, vec3(dot(up, LUMA)), mix(.68, .50, NIGHT));
    up += NIGHT * vec3(.016, .016, .020);                              // a city's night is never black
    return mix(BOUNCE, up, .5 + .5 * n.z) + .12 * FAR * (1. - abs(n.z));
}

float sunlit(vec3 p, vec3 n) {
    vec4 s = shadow_matrix * vec4(p + n * .55, 1.);
    vec3 c = s.xyz / s.w * .5 + .5;
    c.z -= .0006;
    float inside = step(max(max(abs(c.x - .5), abs(c.y - .5)), abs(c.z - .5)), .499) * SHADOW_ON;
    float texel = 1. / float(textureSize(shadow_map, 0).x);
#if QUALITY == 0
    float lit = texture(shadow_map, c);
#elif QUALITY == 1
    float lit = .25 * (texture(shadow_map, c + vec3(-.6, -.3, 0) * texel) + texture(shadow_map, c + vec3(.3, -.6, 0) * texel)
        + texture(shadow_map, c + vec3(-.3, .6, 0) * texel) + texture(shadow_map, c + vec3(.6, .3, 0) * texel));
#else
    float lit = 0.;
    for (int y = -2; y <= 2; y++)
        for (int x = -2; x <= 2; x++)
            lit += texture(shadow_map, c + vec3(x, y, 0) * texel * 1.1) * .04;
#endif
    return mix(1., lit, inside);
}

// Share of open sky at a point so many metres above the ground (see twin/openness.py).
float open_sky(vec3 p, float height_m) {
#if QUALITY == 0
    return 1.;
#else
    vec2 at = (p.xy - openness_place.xy) * openness_place.z;
    vec3 share = texture(openness, at).rgb;
    float low = mix(share.r, share.g, clamp((height_m - .5) / 11.5, 0., 1.));
    return mix(low, mix(share.b, 1., clamp((height_m - 36.) / 60., 0., 1.)), clamp((height_m - 12.) / 24., 0., 1.));
#endif
}

vec3 haze(vec3 c, vec3 p) {
    vec3 way = p - EYE;
    float far = length(way);
#ifdef CLAY
    float x = max(far - 4000., 0.) * HAZE_PER_M;                       // near at hand colours are those of the legend
#else
    float x = far * HAZE_PER_M;
#endif
    float share = 1. - exp(-x * sqrt(sqrt(x)) * mix(1., .45, clamp(p.z / 600., 0., 1.)));
#ifdef CLAY
    return mix(c, vec3(.93, .94, .95), share);
#else
#if QUALITY == 0
    vec3 air = mix(FAR, HORIZON, .35);
#else
    way /= far;
    vec3 air = sky(normalize(vec3(way.xy, max(way.z, .015))));
#endif
    air = mix(air, FAR * .75 + ZENITH * .5, .85 * NIGHT * (1. - .6 * share));
    return mix(c, air, min(share, .97));
#endif
}

// Khronos PBR Neutral: base colours below .8 pass unchanged, only highlights roll off.
vec3 tone_map(vec3 c) {
    c *= EXPOSURE;
    float low = min(c.r, min(c.g, c.b));
    c -= low < .08 ? low - 6.25 * low * low : .04;
    float peak = max(c.r, max(c.g, c.b));
    float rolled = 1. - .24 * .24 / (max(peak, .76) + .24 - .76);
    vec3 high = c * rolled / max(peak, 1e-4);
    float grey = 1. - 1. / (.15 * (peak - rolled) + 1.);
    return peak < .76 ? c : mix(high, vec3(rolled), clamp(grey, 0., 1.));
}

vec4 finish(vec3 c, float alpha) {
    c = max(tone_map(c), 0.);
    return vec4(mix(c * 12.92, 1.055 * pow(c, vec3(1. / 2.4)) - .055, step(.0031308, c)), alpha);
}

// Analysis: colours are those of the legend, shading only tells faces apart (1 for what faces the sky).
float clay_shade(vec3 n, float lit) {
    float facing = max(dot(n, SUN_DIRECTION), 0.);
    float wall = .80 + .14 * facing;
    return mix(wall, 1., clamp(n.z, 0., 1.)) * mix(.84, 1., lit);
}
